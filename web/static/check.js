// The checking desk: one document after the other by keyboard, each claimed while it is open, the next one at hand before it is asked for.
'use strict'

const RENEW_MS = 60000
const OF_PAGES = ['split', 'merge', 'turn', 'set-aside', 'take-back']

class CheckingDesk {
  constructor (element) {
    this.element = element
    this.isOpen = element.dataset.open === 'yes'
    this.keys = JSON.parse(element.dataset.keys)
    this.line = new Line(element.dataset.document, element.dataset.csrf)
    this.viewer = new Viewer(element)
    this.form = new FieldForm(element, {
      onLook: (page, box) => box ? this.viewer.spot(page, box) : this.viewer.show(page),
      onTyped: () => this.draft.touch()
    })
    this.draft = new DraftKeeper(element, this.line, this.form)
    element.addEventListener('click', event => this.clicked(event))
    this.following = null
  }

  async start () {
    this.viewer.show(Viewer.firstOf(this.element))
    this.form.markAll()
    if (this.isOpen) {
      this.claim()
      this.renewing = setInterval(() => this.claim(), RENEW_MS)
      await this.draft.restore()
      this.form.next()
    }
    this.viewer.picture.decode().catch(() => {}).then(() => this.fetchFollowing())
  }

  stop () {
    clearInterval(this.renewing)
    this.viewer.close()
  }

  // -- whose it is

  async claim () {
    try {
      await this.line.ask('POST', 'claim')
    } catch (fault) {
      if (fault instanceof LineBroken) return // the lease outlasts some minutes without a line
      if (fault instanceof Refused && fault.code === 'claimed_by_another') return this.lost(fault)
      if (fault instanceof Refused) return say('bad', fault.message)
      throw fault
    }
  }

  lost (fault) {
    clearInterval(this.renewing)
    this.element.querySelector('.check-all').disabled = true
    this.isOpen = false
    const name = fault.problem.holder || ''
    say('bad', name ? `${name}: ${fault.message}` : fault.message)
  }

  leave () {
    clearInterval(this.renewing)
    if (!this.isOpen) return
    this.draft.close().catch(() => {})
    this.line.ask('DELETE', 'claim', null, { keepalive: true }).catch(() => {})
  }

  // -- what is done

  clicked (event) {
    const button = event.target.closest('[data-action], [data-go]')
    if (!button) return
    if (button.dataset.go) return this.viewer.show(Number(button.dataset.go))
    this.act(button.dataset.action)
  }

  act (action) {
    const viewing = {
      'page-next': () => this.viewer.step(1),
      'page-previous': () => this.viewer.step(-1),
      'zoom-in': () => this.viewer.zoom(1.25),
      'zoom-out': () => this.viewer.zoom(0.8),
      whole: () => this.viewer.whole(),
      spot: () => this.form.looked(this.form.current || this.form.fields.find(field => field.dataset.box)),
      help: () => this.help(),
      skip: () => this.skip(),
      'leave-field': () => this.element.querySelector('#stage').focus(),
      unfold: () => this.unfold()
    }
    const changing = {
      approve: () => this.approve(),
      type: () => this.form.types.focus(),
      turn: () => this.asked('turn', value => this.page({ degrees: Number(value) })),
      'set-aside': () => this.asked('set-aside', () => this.page()),
      'take-back': () => this.takeBack(),
      split: () => this.split(),
      merge: () => this.merge(),
      rescan: () => this.asked('rescan', (_, form) => ({
        reason: form.reason.value.trim(),
        pages: form.what.value === 'page' ? [this.viewer.page + 1] : []
      })),
      reject: () => this.asked('reject', (_, form) => ({ code: form.code.value }))
    }
    if (viewing[action]) viewing[action]()
    else if (this.isOpen) changing[action]?.()
  }

  help () {
    const help = this.element.querySelector('#help')
    if (help.open) return help.close()
    help.onclose = () => { this.form.isPaused = false }
    this.form.isPaused = true
    help.showModal()
  }

  unfold () {
    const folded = this.element.querySelector('#folded')
    if (!folded) return
    folded.open = !folded.open
    if (folded.open) this.form.input(folded.querySelector('.check-field')).focus()
  }

  page (more = {}) {
    return { page: this.viewer.page + 1, ...more }
  }

  split () {
    if (this.viewer.page === this.viewer.pages[0]) {
      return say('doubt', either('Hãy sang trang mà giấy tờ khác bắt đầu rồi tách từ trang đó.', 'Go to the page on which another paper begins, then split there.'))
    }
    this.asked('split', () => this.page())
  }

  takeBack () {
    if (!this.element.querySelector('#ask-take-back button[value]:not([value=""])')) {
      return say('doubt', either('Tệp quét này không có trang nào để riêng.', 'No page of this scan was set aside.'))
    }
    this.asked('take-back', page => ({ page: Number(page) }))
  }

  merge () {
    if (!this.element.dataset.before && !this.element.dataset.behind) {
      return say('doubt', either('Tệp quét này không có giấy tờ liền kề để ghép.', 'This scan has no paper beside it to be merged with.'))
    }
    this.asked('merge', other => ({ other }))
  }

  // Asks in a dialog, then sends what `said` makes of the answer.
  asked (what, said) {
    const dialog = this.element.querySelector(`#ask-${what}`)
    dialog.returnValue = ''
    this.form.isPaused = true
    dialog.onclose = () => {
      this.form.isPaused = false
      if (dialog.returnValue) this.send(what, said(dialog.returnValue, dialog.querySelector('form').elements))
    }
    dialog.showModal()
  }

  async approve () {
    const open = this.form.open()
    if (open.length) {
      this.form.next()
      return say('doubt', either(`Còn ${open.length} trường chưa xem: Enter để nhận, hoặc sửa.`, `${open.length} fields are not answered yet: Enter accepts, or correct them.`))
    }
    const what = this.element.dataset.blind === 'yes' ? 'second-entry' : 'approve'
    await this.send(what, { values: this.form.values(), type_code: this.form.typeCode, as_printed: this.form.asPrinted() })
  }

  async send (what, said) {
    if (this.isSending) return
    this.isSending = true
    try {
      await this.draft.saving // else a draft could arrive behind what makes it void
      const answer = await this.line.ask('POST', what, { ...said, version: this.draft.version })
      this.isOpen = false
      this.draft.end()
      clearInterval(this.renewing)
      if (OF_PAGES.includes(what)) this.following = null // the one at hand may be the paper merged away
      await this.goOn(this.told(what, answer))
    } catch (fault) {
      this.notSent(fault)
    } finally {
      this.isSending = false
    }
  }

  told (what, answer) {
    if (answer?.outcome === 'awaits_second') return either('Đã giữ phần bạn nhập; giấy tờ chờ người khác nhập lại.', 'Kept; the document waits for another person to enter it.')
    if (answer?.outcome === 'differs') return either('Hai người nhập khác nhau; giấy tờ chờ so lại với ảnh.', 'The two entries differ; the document waits to be compared.')
    return {
      approve: either('Đã duyệt.', 'Approved.'),
      'second-entry': either('Hai người nhập giống nhau: đã duyệt.', 'Both entries agree: approved.'),
      reject: either('Đã từ chối.', 'Rejected.'),
      rescan: either('Đã gửi yêu cầu quét lại cho quầy.', 'The counter was asked to scan it again.')
    }[what] || either('Đã xếp lại trang; giấy tờ đang được đọc lại.', 'Arranged; the paper is being read again.')
  }

  notSent (fault) {
    if (fault instanceof LineBroken) {
      return say('bad', either('Mất kết nối, chưa gửi được. Phần đã nhập vẫn còn; hãy gửi lại khi có mạng.', 'No connection, nothing was sent. What you typed is kept; send it again when the line is back.'))
    }
    if (!(fault instanceof Refused)) throw fault
    if (fault.problem.faults) {
      const [first] = this.form.tellFaults(fault.problem.faults)
      if (first?.closest('details')) first.closest('details').open = true
      if (first) this.form.input(first).focus()
    }
    say('bad', fault.message)
    if (fault.code === 'lost_race' || fault.code === 'illegal_move') this.offerReload()
  }

  offerReload () {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = either('Tải lại giấy tờ này', 'Load this document again')
    button.addEventListener('click', () => location.reload())
    messages().lastElementChild.append(' ', button)
  }

  // -- the next one

  async skip () {
    this.leave()
    this.isOpen = false
    await this.goOn('')
  }

  // The next document's page and its first picture, before they are asked for.
  async fetchFollowing () {
    this.following = this.fetched().catch(() => null)
    const next = await this.following
    if (next) Viewer.ahead(next)
  }

  async fetched () {
    const answer = await fetch(this.element.dataset.next, { headers: { 'HX-Request': 'true' } })
    if (answer.status === 204) return undefined
    if (!answer.ok) return null
    const held = document.createElement('template')
    held.innerHTML = await answer.text()
    return held.content.querySelector('#desk')
  }

  async goOn (sentence) {
    let next = await (this.following || this.fetched().catch(() => null))
    if (next === undefined) next = await this.fetched().catch(() => null) // something may wait by now
    if (next === null) return location.assign(this.element.dataset.next)
    if (next === undefined) return location.assign(this.element.dataset.queue)
    this.stop()
    this.element.replaceWith(next)
    history.pushState(null, '', next.dataset.here)
    document.title = next.dataset.title
    messages().replaceChildren()
    if (sentence) say('good', sentence)
    begin()
  }
}

let desk = null

function begin () {
  const element = document.getElementById('desk')
  if (!element) return
  desk = new CheckingDesk(element)
  desk.start()
}

function namesOf (event) {
  const letter = event.code.startsWith('Key') ? event.code.slice(3) : event.key
  const isTyping = event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  const plain = letter === 'Escape' ? 'Esc' : letter
  if (event.ctrlKey) return event.altKey || event.metaKey ? [] : [`Ctrl+${plain}`]
  if (event.altKey) return [`Alt+${plain}`]
  const isOfPage = ['PageDown', 'PageUp', 'Esc', 'F1'].includes(plain)
  return isTyping && !isOfPage ? [] : [plain, `Alt+${plain}`]
}

document.addEventListener('keydown', event => {
  if (!desk || event.isComposing || event.metaKey) return
  const isHelp = event.key === 'F1'
  if (document.querySelector('dialog[open]') && !isHelp) return
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    if (desk.isOpen && desk.form.takeNumber(Number(event.code.slice(5)))) event.preventDefault()
    return
  }
  const action = namesOf(event).map(name => desk.keys[name]).find(Boolean)
  if (!action) return
  event.preventDefault()
  desk.act(action)
})
window.addEventListener('pagehide', () => desk?.leave())
window.addEventListener('pageshow', event => { if (event.persisted) location.reload() })
window.addEventListener('popstate', () => location.reload())
document.addEventListener('DOMContentLoaded', begin)
