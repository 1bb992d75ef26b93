// The picture of a page beside the form: which page, how large, and a box around what the form asks about.
'use strict'

const PICTURE_WIDTHS = [1600, 2400] // as the server makes them
const THUMB_WIDTH = 160
const FIELD_SHARE = 0.7 // of the stage's width that a field's box takes, as far as the zoom goes
const MOST_ZOOM = 2.2
const A4 = 297 / 210

// Pictures that are there or on their way, by address: a page that was shown, or will be next, is not asked for twice. The browser
// itself keeps none, since nothing of a paper shall stay on a counter's PC.
const held = new Map()
const MOST_HELD = 12

function heldPicture (address) {
  const before = held.get(address)
  const isBroken = before?.complete && !before.naturalWidth // by a line or a server that is well by now
  const found = before && !isBroken ? before : Object.assign(new Image(), { src: address, id: 'picture', decoding: 'async' })
  held.delete(address)
  held.set(address, found)
  if (held.size > MOST_HELD) held.delete(held.keys().next().value)
  return found
}

class Viewer {
  constructor (desk) {
    this.desk = desk
    this.pages = desk.dataset.pages.split(',').map(Number)
    this.page = null
    this.wanted = { kind: 'top' }
    for (const id of ['stage', 'sheet', 'picture', 'box', 'thumbs']) this[id] = desk.querySelector(`#${id}`)
    this.resized = new ResizeObserver(() => this.place())
    this.resized.observe(this.stage)
    this.thumbs?.addEventListener('click', event => {
      const thumb = event.target.closest('[data-page]')
      if (thumb) this.show(Number(thumb.dataset.page))
    })
  }

  address (page, width) {
    const known = this.desk.dataset.version
    return `/api/v1/documents/${this.desk.dataset.document}/pages/${page + 1}/picture?width=${width}&version=${known}`
  }

  // The page that is looked at first: that of the first field that asks, where the machine found it on one.
  static firstOf (desk) {
    const asking = desk.querySelector('.check-field[data-asks=yes][data-page]')
    return Number(asking ? asking.dataset.page : desk.dataset.pages.split(',')[0])
  }

  // The picture that this document begins with, before it is asked for.
  static ahead (desk) {
    heldPicture(Viewer.prototype.address.call({ desk }, Viewer.firstOf(desk), PICTURE_WIDTHS[0]))
  }

  show (page, wanted = { kind: 'top' }) {
    this.wanted = wanted
    if (page !== this.page) {
      this.page = page
      this.put(heldPicture(this.address(page, PICTURE_WIDTHS[0])))
      this.tellPlace()
    }
    this.place()
  }

  put (picture) {
    picture.alt = this.picture.alt
    this.picture.replaceWith(picture)
    this.picture = picture
    picture.onload = () => this.arrived(picture)
    picture.onerror = () => this.missing(picture)
    if (picture.complete) picture.naturalWidth ? this.arrived(picture) : this.missing(picture)
  }

  // A field's place: `box` as shares of the page, left, top, width, height.
  spot (page, box) {
    this.show(page, { kind: 'spot', box })
  }

  whole () {
    this.wanted = { ...this.wanted, kind: 'whole' }
    this.place()
  }

  zoom (factor) {
    const width = this.sheet.clientWidth * factor
    const least = this.stage.clientWidth / 4
    this.wanted = { ...this.wanted, kind: 'free', width: Math.max(least, Math.min(width, this.stage.clientWidth * 4)) }
    this.place()
  }

  step (by) {
    const at = this.pages.indexOf(this.page) + by
    if (at >= 0 && at < this.pages.length) this.show(this.pages[at])
  }

  // -- how large, and where

  place () {
    const { clientWidth: across, clientHeight: down } = this.stage
    if (!across) return
    const ratio = this.picture.naturalWidth ? this.picture.naturalHeight / this.picture.naturalWidth : A4
    const box = this.wanted.box
    let width = across
    if (this.wanted.kind === 'whole') width = Math.min(across, down / ratio)
    if (this.wanted.kind === 'spot') width = Math.max(across, Math.min(FIELD_SHARE * across / box[2], MOST_ZOOM * across))
    if (this.wanted.kind === 'free') width = this.wanted.width
    this.sheet.style.width = `${Math.floor(width)}px`
    this.draw(box)
    if (this.wanted.kind === 'spot') this.centre(box, width, width * ratio)
    if (this.wanted.kind === 'top') this.stage.scrollTo(0, 0)
    this.sharpen(width)
  }

  centre (box, width, height) {
    const { clientWidth: across, clientHeight: down } = this.stage
    this.stage.scrollTo(
      (box[0] + box[2] / 2) * width - across / 2,
      (box[1] + box[3] / 2) * height - down / 2
    )
  }

  draw (box) {
    const around = box ? 0.004 : 0 // a hair's breadth, so that the line lies on no letter
    const place = box ? [box[0] - around, box[1] - around, box[2] + 2 * around, box[3] + 2 * around] : [0, 0, 0, 0]
    for (const [at, name] of ['x', 'y', 'width', 'height'].entries()) this.box.setAttribute(name, String(place[at]))
  }

  // A larger picture where the page is shown larger than it was drawn.
  sharpen (width) {
    const [usual, large] = PICTURE_WIDTHS
    if (width * devicePixelRatio < usual * 1.1 || this.picture.naturalWidth !== usual) return
    const page = this.page
    const sharper = heldPicture(this.address(page, large))
    sharper.decode().then(() => {
      if (this.page === page && this.picture !== sharper) this.put(sharper)
    }).catch(() => {}) // the usual one stays
  }

  // -- what is said of it

  arrived (picture) {
    if (picture !== this.picture) return
    this.isMissing(false)
    this.place()
    this.desk.dataset.shown = String(this.page)
    this.watchThumbs()
  }

  missing (picture) {
    if (picture !== this.picture) return
    held.delete(this.address(this.page, PICTURE_WIDTHS[0])) // asked for again the next time
    this.isMissing(true)
  }

  isMissing (is) {
    this.desk.querySelector('#no-picture').hidden = !is
    this.sheet.hidden = is
  }

  tellPlace () {
    this.desk.querySelector('#page-number').textContent = String(this.page + 1)
    this.desk.querySelector('#page-order').textContent = String(this.pages.indexOf(this.page) + 1)
    this.picture.alt = `${either('Trang', 'Page')} ${this.page + 1}`
    for (const shown of this.desk.querySelectorAll('[data-page-shown]')) shown.textContent = String(this.page + 1)
    for (const thumb of this.thumbs?.querySelectorAll('[data-page]') || []) {
      if (Number(thumb.dataset.page) === this.page) {
        thumb.setAttribute('aria-current', 'page')
        thumb.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      } else thumb.removeAttribute('aria-current')
    }
  }

  // Small pictures are asked for once the page itself is there, and only those in sight: a book is opened for its first page.
  watchThumbs () {
    if (!this.thumbs || this.watching) return
    this.watching = new IntersectionObserver(seen => {
      for (const one of seen.filter(one => one.isIntersecting)) {
        one.target.src = this.address(Number(one.target.parentElement.dataset.page), THUMB_WIDTH)
        this.watching.unobserve(one.target)
      }
    }, { root: this.thumbs })
    for (const picture of this.thumbs.querySelectorAll('img')) this.watching.observe(picture)
  }

  close () {
    this.resized.disconnect()
    this.watching?.disconnect()
  }
}
