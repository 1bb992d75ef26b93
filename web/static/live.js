// Parts of a page that show what changes: `<div data-live="batch:b-1 queue" hx-get="…" hx-trigger="live">` is asked for again when
// one of its topics changed. One line a page, open only while the page is looked at: a browser has six lines to a server.
// `data-live-after` (on the part or in it) says what the part knows of, so nothing is missed between drawing and listening.
'use strict'

const live = { line: null, asked: '', after: null }

const liveParts = () => [...document.querySelectorAll('[data-live]')]
const topicsOf = part => part.dataset.live.split(' ')

function knownOf (part) {
  const holder = part.matches('[data-live-after]') ? part : part.querySelector('[data-live-after]')
  return holder ? Number(holder.dataset.liveAfter) : null
}

function listen () {
  const topics = [...new Set(liveParts().flatMap(topicsOf))].sort()
  const asked = document.hidden ? '' : topics.map(topic => `topic=${encodeURIComponent(topic)}`).join('&')
  if (asked === live.asked && live.line?.readyState !== EventSource.CLOSED) return
  live.line?.close()
  Object.assign(live, { line: null, asked })
  if (!asked) return
  if (live.after === null) {
    const known = liveParts().map(knownOf).filter(seq => seq !== null)
    live.after = known.length ? Math.min(...known) : null
  }
  open(asked + (live.after === null ? '' : `&after=${live.after}`))

  function open (query) {
    const line = live.line = new EventSource(`/api/v1/events?${query}`)
    for (const kind of ['batch', 'batches', 'queue', 'house']) line.addEventListener(kind, heard)
    line.addEventListener('open', event => note(event.lastEventId))
    line.addEventListener('ended', () => line.close()) // whatever is asked next leads to signing in
  }
}

function note (seq) {
  if (seq) live.after = Number(seq)
}

function heard (event) {
  note(event.lastEventId)
  for (const part of liveParts()) {
    if (topicsOf(part).includes(event.data)) part.dispatchEvent(new CustomEvent('live'))
  }
}

document.addEventListener('visibilitychange', listen)
document.addEventListener('htmx:afterSettle', listen)
window.addEventListener('pagehide', () => live.line?.close())
window.addEventListener('pageshow', listen)
