/** The attribute that says which services held content needs. */
export const HELD = "data-held";
