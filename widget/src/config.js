/**
 * What the server wrote into the script's own tag.
 *
 * @typedef {object} Config
 * @property {string} policy version of the policy, 64 hexadecimal digits
 * @property {string[]} services ids in the bit order of the mirror
 * @property {string[]} purposes ids in the bit order of the mirror
 * @property {string} mark secret of this response: what carries it is ours
 * @property {string} mirror name of the mirror cookie
 * @property {string} path where a choice is posted
 * @property {string} language of the notice
 * @property {boolean} reloads a grant takes effect by loading the page again
 */

/**
 * @param {DOMStringMap} data of the script element
 * @returns {Config}
 */
export function readConfig(data) {
  const { policy = "", services = "", purposes = "", mirror = "" } = data;
  return {
    policy,
    services: services.split(" "),
    purposes: purposes.split(" "),
    mirror,
    mark: data.mark ?? "",
    path: data.path ?? "",
    language: data.language ?? "",
    reloads: "reloads" in data,
  };
}
