/** What pages may ask of the script: docs/reference/javascript.md. */
export interface State {
  /** Whether nothing is left to ask. */
  readonly decided: boolean;
  /** Ids of the purposes that are granted. */
  readonly purposes: readonly string[];
  /** Ids of the services that are granted. */
  readonly services: readonly string[];
}

export interface VisitorChoices {
  /** Lead the visitor to "my choices", as the link on every page does. */
  open(): void;
  /** What counts now. */
  state(): State;
  /**
   * Add services, or purposes with their services, to what is granted. Only within a
   * moment of the visitor's own click or key; resolves to whether it was recorded.
   */
  grant(granted: { purposes?: string[]; services?: string[] }): Promise<boolean>;
  /** Refuse everything; resolves to whether it was recorded. */
  refuseAll(): Promise<boolean>;
  /** Withdraw everything; resolves to whether it was recorded. */
  withdraw(): Promise<boolean>;
  /** Hear of every change, also of those in other tabs. */
  on(event: "change", callback: (state: State) => void): void;
}

declare global {
  interface Window {
    readonly visitorChoices: VisitorChoices;
  }
  interface DocumentEventMap {
    "choices:change": CustomEvent<State>;
  }
}
