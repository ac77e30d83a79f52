/** What may be a tag that the site itself made inert, in ours or another tool's form. */

export const ADDRESSES = {
  src: ["data-cookieblock-src", "data-cookieconsent-src", "data-src"],
  srcset: ["data-srcset"],
};

export const MARKED =
  ":is([data-service],[data-cookieconsent],[data-category],[data-purpose],[data-name]," +
  '[class*=optanon-category-]):is(script[type="text/plain" i],template,' +
  ":is(iframe,img,embed,video,audio,source):is([data-cookieblock-src]," +
  "[data-cookieconsent-src],[data-src],[data-srcset]))";
