// Buttons that copy: seen only where there is scripting and a clipboard to copy to.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", () =>
    navigator.clipboard.writeText(button.dataset.copy).then(
      () => (button.textContent = button.dataset.copied),
      () => (button.hidden = true), // the browser forbids it
    ),
  );
}
