// A field and its place on the page's picture: shown at once where the page is there already, else the page is fetched by htmx.
'use strict'

const WIDTHS = ['', 'zoom-2', 'zoom-3', 'zoom-4']
let zoom = 0

const sheet = () => document.querySelector('#viewer .sheet')
const boxOf = key => document.querySelector(`#viewer rect[data-key="${CSS.escape(key)}"]`)

function selectField (key) {
  for (const link of document.querySelectorAll('a[data-field]')) {
    if (link.dataset.field === key) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
  for (const box of document.querySelectorAll('#viewer rect')) box.classList.toggle('on', box.dataset.key === key)
  showBox(boxOf(key))
}

function showBox (box) {
  const frame = document.querySelector('#viewer .sheet-frame')
  if (!box || !frame) return
  const place = box.getBoundingClientRect()
  const seen = frame.getBoundingClientRect()
  frame.scrollBy({
    top: place.top - seen.top - (seen.height - place.height) / 2,
    left: place.left - seen.left - (seen.width - place.width) / 2
  })
}

function applyZoom () {
  const found = sheet()
  if (!found) return
  found.classList.remove(...WIDTHS.filter(Boolean))
  if (WIDTHS[zoom]) found.classList.add(WIDTHS[zoom])
}

document.addEventListener('click', event => {
  const button = event.target.closest('button.zoom')
  if (button) {
    zoom = Math.min(Math.max(zoom + Number(button.dataset.zoom), 0), WIDTHS.length - 1)
    applyZoom()
    return
  }
  const link = event.target.closest('a[data-field]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (boxOf(link.dataset.field)) {
    // Before htmx hears of it: there is nothing to fetch.
    event.preventDefault()
    event.stopPropagation()
  }
  selectField(link.dataset.field)
}, true)

function settled () {
  applyZoom()
  const selected = document.getElementById('viewer')?.dataset.selected
  if (selected) selectField(selected)
}

document.addEventListener('htmx:afterSwap', event => { if (event.detail.target.id === 'viewer') settled() })
window.addEventListener('load', settled)
