/** The attribute that says which services held content needs. */
export const HELD = "data-held";

/** A type with which no script runs. */
export const INERT = "text/plain";

export const XLINK = "http://www.w3.org/1999/xlink";
