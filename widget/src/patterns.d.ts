/**
 * What gated services declare, by service: `HOST/PATH?QUERY` as in the catalog. The
 * server puts it in front of the built script, see consent_server/notice/script.py.
 */
declare const PATTERNS: Record<string, string[]>;

/** Tells vendors' code of the site what is granted; made of vendors.js, likewise. */
declare const TELL: (granted: Set<string>, isFirst?: boolean) => void;
