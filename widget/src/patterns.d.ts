/**
 * What the server puts in front of a built script, see consent_server/notice/script.py.
 */

/** Of a gated service: its id, what an address's path consists of, its query. */
type Rule = [service: string, path?: string[], query?: [name: string, head: string][]];

/** What gated services declare, by host as in the catalog. */
declare const RULES: Record<string, Rule[]>;

/** Of which pieces an address on any host has one in its path, with `|` between; empty
 * where that is not sure. */
declare const PIECES: string;

/** Follows what is granted in the placeholders of embeds.js, where the site has any. */
declare const EMBEDS: typeof import("./embeds.js").EMBEDS;

/** In what acts need: words of tags by what they need, a service, or `@` and a purpose,
 * or `@` alone. */
declare const WORDS: Record<string, string>;

/** Likewise: what is said when somebody acts. */
declare const TEXTS: {
  language: string;
  direction: string;
  saving: string;
  saved: string;
  notSaved: string;
  stale: string;
  record: string;
  receipt: string;
  back: string;
};

/** Likewise, by service that shows something: its name, what a grant of it means, until
 * when, and what the button says. */
declare const SHOWN: Record<string, [string, string, string, string]>;

/** Whether this is the script-tag mode; a constant of each build. */
declare const IN_TAG: boolean;

/** Whether the site gates what a guard could hold; likewise. */
declare const GUARDS: boolean;

/** A text, or an element: name, attributes, children. */
type Described = string | [string, Record<string, string>, ...Described[]];

/** What reads the mirror cookie: ids in its bit orders, and the policy that has them. */
declare const SITE: {
  services: string[];
  purposes: string[];
  version: string;
  mirror: string;
};

/** In the script-tag mode alone: see consent_server/notice/tag.py. */
declare const TAG: typeof SITE & {
  policy: string;
  token: string;
  path: string;
  language: string;
  style: string;
  banner: Described[];
  link: Described[];
  acts: string;
  notSaved: string;
};

/** Tells vendors' code of the site what is granted; made of vendors.js, likewise. */
declare const TELL: (granted: Set<string>, isFirst?: boolean) => void;
