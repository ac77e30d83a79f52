// c15t's core has no banner of its own; this is the least that shows one.
import { getOrCreateConsentRuntime } from "c15t";

const { consentStore } = getOrCreateConsentRuntime({
  mode: "offline",
  consentCategories: ["necessary", "measurement", "marketing"],
});

const banner = document.createElement("div");
banner.id = "c15t-banner";
banner.hidden = true;
banner.style.cssText =
  "position:fixed;inset:auto 0 0;padding:2rem;background:#fff;border:1px solid";
const text = document.createElement("p");
text.textContent =
  "Shop AS asks for your permission to store information on your device.";
banner.append(text);
for (const [label, choice] of [
  ["Accept all", "all"],
  ["Reject all", "necessary"],
]) {
  const button = document.createElement("button");
  button.textContent = label;
  button.value = choice;
  button.onclick = () => consentStore.getState().saveConsents(choice);
  banner.append(button);
}
document.body.append(banner);

const follow = ({ activeUI }) => {
  banner.hidden = activeUI !== "banner";
};
consentStore.subscribe(follow);
follow(consentStore.getState());
