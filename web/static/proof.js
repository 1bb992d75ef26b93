// A file dropped on the frame is the file of the form; its name is shown.
"use strict";
const form = document.getElementById("proof-file");
const drop = form.querySelector(".drop");
const input = form.querySelector("input[type=file]");
const shown = form.querySelector("[data-name]");
const name = () => { if (input.files.length) shown.textContent = input.files[0].name; };
input.addEventListener("change", name);
for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const kind of ["dragleave", "drop"]) {
  drop.addEventListener(kind, () => drop.classList.remove("over"));
}
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; name(); }
});
