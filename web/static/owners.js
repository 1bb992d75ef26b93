// Whose a paper is, by keyboard: 1 to 9 choose a number that stands on it, Enter saves, as in any form.
'use strict'

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input:not([type=checkbox]), select, textarea')) return
  const box = document.querySelector(`#owners input[data-nth="${CSS.escape(event.key)}"]`)
  if (!box) return
  event.preventDefault()
  box.checked = !box.checked
  box.focus()
})
