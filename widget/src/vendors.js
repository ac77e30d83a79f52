/**
 * How each vendor's code is told what is granted: one function for each interface that a
 * catalog can name (consent_server/catalog/interfaces.py says which words it is told).
 * The build takes them out one by one, so that a site's script has only those it uses:
 * each must stand alone.
 *
 * They are called first of all when the page starts, so that a default stands before any
 * tag, and with every choice: before what it grants runs, and before what it withdraws
 * is unloaded by a reload.
 *
 * @typedef {Record<string, boolean>} May by word of the vendor, whether it is granted
 * @typedef {(may: May, isFirst: boolean, page: any) => void} Tell the page is its window
 */

/** @type {Record<string, Tell>} */
export const VENDORS = {
  google_consent_mode: (may, isFirst, page) => {
    // The queue takes nothing but what a function calls its arguments.
    /** @type {(...command: any[]) => void} */
    const gtag = function () {
      (page.dataLayer ||= []).push(arguments);
    };
    /** @type {Record<string, string>} */
    const state = { security_storage: "granted" };
    for (const word in may) state[word] = may[word] ? "granted" : "denied";
    gtag("consent", isFirst ? "default" : "update", state);
  },

  microsoft_uet: (may, isFirst, page) => {
    const ad_storage = may.ad_storage ? "granted" : "denied";
    (page.uetq ||= []).push("consent", isFirst ? "default" : "update", { ad_storage });
  },

  microsoft_clarity: (may, isFirst, page) => {
    /** @type {Record<string, string>} */
    const state = {};
    for (const word in may) state[word] = may[word] ? "granted" : "denied";
    // Its own queue, as its snippet begins it.
    page.clarity ||= function () {
      (page.clarity.q ||= []).push(arguments);
    };
    page.clarity("consentv2", state);
    // This one also erases its storage.
    if (!may.analytics_Storage && !isFirst) page.clarity("consent", false);
  },

  meta: (may, _, page) => page.fbq?.("consent", may.it ? "grant" : "revoke"),

  tiktok: (may, _, page) => page.ttq?.[may.it ? "grantConsent" : "revokeConsent"]?.(),

  pinterest: (may, _, page) => page.pintrk?.("setconsent", may.it),

  matomo: (may, isFirst, page) => {
    const queue = (page._paq ||= []);
    if (isFirst) queue.push(["requireConsent"]);
    if (may.it || !isFirst) queue.push([may.it ? "setConsentGiven" : "forgetConsentGiven"]);
  },

  matomo_cookies: (may, isFirst, page) => {
    const queue = (page._paq ||= []);
    if (isFirst) queue.push(["requireCookieConsent"]);
    if (may.it || !isFirst)
      queue.push([may.it ? "setCookieConsentGiven" : "forgetCookieConsentGiven"]);
  },

  hubspot: (may, isFirst, page) => {
    page.disableHubSpotCookieBanner = true;
    const queue = (page._hsp ||= []);
    queue.push(["setHubSpotConsent", may]);
    if (!may.advertisement && !isFirst) queue.push(["revokeCookieConsent"]);
  },

  mixpanel: (may, _, page) =>
    page.mixpanel?.[may.it ? "opt_in_tracking" : "opt_out_tracking"]?.(),

  amplitude: (may, _, page) => page.amplitude?.setOptOut?.(!may.it),

  mouseflow: (may, _, page) => may.it || page.mouseflow?.stop?.(),

  app_insights: (may, _, page) => {
    const { appInsights } = page;
    appInsights?.getCookieMgr?.().setEnabled(may.it);
    if (appInsights?.config) appInsights.config.disableTelemetry = !may.it;
  },

  pardot: (may, _, page) =>
    page.pdt?.(...(may.it ? ["setOptIn", true] : ["revokeConsent"])),

  zendesk: (may, _, page) => page.zE?.("messenger:set", "cookies", may.it ? "all" : "none"),

  intercom: (may, _, page) => may.it || page.Intercom?.("shutdown"),

  crisp: (may, _, page) => may.it || page.$crisp?.push(["do", "session:reset"]),

  wp_consent_api: (may, isFirst, page) => {
    const tell = () => {
      for (const word in may) page.wp_set_consent?.(word, may[word] ? "allow" : "deny");
    };
    page.wp_consent_type = "optin";
    document.dispatchEvent(new CustomEvent("wp_consent_type_defined"));
    if (isFirst) document.addEventListener("DOMContentLoaded", tell);
    else tell();
  },
};
