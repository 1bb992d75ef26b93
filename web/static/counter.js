// The receipt is printed by a button; everything else of it is the print rules of desk.css.
'use strict'

document.getElementById('print')?.addEventListener('click', () => window.print())
