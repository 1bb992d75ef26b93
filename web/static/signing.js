// Choosing papers to seal: all at once, and how many are chosen.
'use strict'

document.addEventListener('DOMContentLoaded', () => {
  const all = document.getElementById('all')
  if (!all) return
  const boxes = [...document.querySelectorAll('input[name=chosen]')]
  const tell = () => {
    const chosen = boxes.filter(box => box.checked).length
    document.getElementById('chosen').textContent = chosen ? String(chosen) : ''
    all.checked = chosen === boxes.length
  }
  all.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked; tell() })
  for (const box of boxes) box.addEventListener('change', tell)
})
