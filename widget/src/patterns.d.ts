/**
 * What the server puts in front of a built script, see consent_server/notice/script.py.
 */

/** What gated services declare, by service: `HOST/PATH?QUERY` as in the catalog. */
declare const PATTERNS: Record<string, string[]>;

/** Words of tags by what they need: a service, or `@` and a purpose, or `@` alone. */
declare const WORDS: Record<string, string>;

/** The name of the file with what acts need. */
declare const ACTS: string;

/** Whether this is the script-tag mode; a constant of each build. */
declare const IN_TAG: boolean;

/** Whether the site gates what a guard could hold; likewise. */
declare const GUARDS: boolean;

/** A text, or an element: name, attributes, children. */
type Described = string | [string, Record<string, string>, ...Described[]];

/** In the script-tag mode alone: see consent_server/notice/tag.py. */
declare const TAG: {
  policy: string;
  services: string[];
  purposes: string[];
  mirror: string;
  token: string;
  path: string;
  language: string;
  style: string;
  banner: Described[];
  link: Described[];
  record: string;
  receipt: string;
  back: string;
};
/** Tells vendors' code of the site what is granted; made of vendors.js, likewise. */
declare const TELL: (granted: Set<string>, isFirst?: boolean) => void;
