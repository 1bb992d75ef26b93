// Small things of the counter's pages: the receipt's button to print, and pages of which there is no picture yet.
'use strict'

document.getElementById('print')?.addEventListener('click', () => window.print())

// An error of a picture does not bubble, so it is caught on its way down.
document.addEventListener('error', event => {
  if (event.target.matches('ol.pages img')) event.target.hidden = true
}, true)
