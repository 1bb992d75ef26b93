// Nothing typed is lost: at every letter it is kept in this browser, after a pause at the server, and what the server has is
// removed here. What was typed before is filled in again, or offered where the document has changed since.
'use strict'

const PAUSE_MS = 700
const RETRY_MS = 4000

class DraftKeeper {
  constructor (desk, line, form) {
    this.desk = desk
    this.line = line
    this.form = form
    this.version = Number(desk.dataset.version)
    this.name = `digitize.draft.${desk.dataset.account}.${desk.dataset.document}`
    this.isDirty = false
    this.isOver = false
    this.saving = Promise.resolve()
    window.addEventListener('online', this.online = () => this.save())
  }

  touch () {
    this.isDirty = true
    this.keepHere()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), PAUSE_MS)
  }

  said () {
    return { version: this.version, values: this.form.values(), type_code: this.form.typeCode }
  }

  keepHere () {
    try {
      localStorage.setItem(this.name, JSON.stringify({ ...this.said(), at: new Date().toISOString() }))
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault // full or switched off: the server's draft is left
    }
  }

  save (more = {}) {
    this.saving = Promise.all([this.saving, this.sent(more)])
    return this.saving
  }

  async sent (more) {
    clearTimeout(this.timer)
    if (!this.isDirty || this.isOver) return
    const said = this.said()
    try {
      const kept = await this.line.ask('PUT', 'draft', said, more)
      if (this.isOver) return
      if (JSON.stringify(said) === JSON.stringify(this.said())) {
        this.isDirty = false
        localStorage.removeItem(this.name)
      }
      this.form.tellFaults(kept.faults)
      this.tellSaved()
    } catch (fault) {
      if (fault instanceof Refused) return this.tell(fault.message)
      if (!(fault instanceof LineBroken)) throw fault
      this.tell(either('Mất kết nối: phần đã nhập được giữ trên máy này.', 'No connection: what you typed is kept on this computer.'))
      this.timer = setTimeout(() => this.save(), RETRY_MS)
    }
  }

  // What was typed before and not sent: filled in where the document is as it was, offered where it is not.
  async restore () {
    const here = JSON.parse(localStorage.getItem(this.name) || 'null')
    const server = JSON.parse(this.desk.dataset.draft)
    const found = here || (server && { version: server.version, values: server.values, type_code: server.type, at: server.at })
    if (!found || (!found.type_code && Object.keys(found.values).length === 0)) return
    if (found.version === this.version) {
      await this.fill(found)
      this.isDirty = Boolean(here)
      if (here) this.touch()
      else this.tellSaved() // by the page that was open before
      this.offer(found, false)
    } else this.offer(found, true)
  }

  async fill (found) {
    await this.form.useType(found.type_code)
    this.form.fill(found.values)
  }

  offer (found, isOld) {
    const at = new Date(found.at).toLocaleString('vi-VN', { hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit' })
    const box = this.desk.querySelector('#drafts')
    box.querySelector('#draft-said').textContent = isOld
      ? either(`Bạn đã nhập dở lúc ${at}, nhưng giấy tờ đã thay đổi từ đó.`, `You typed something at ${at}, but the document has changed since.`)
      : either(`Đã điền lại phần bạn nhập lúc ${at}.`, `What you typed at ${at} is filled in again.`)
    box.hidden = false
    const use = box.querySelector('#draft-use')
    use.hidden = !isOld
    use.onclick = () => { this.fill(found).then(() => this.touch()); box.hidden = true }
    box.querySelector('#draft-drop').onclick = () => this.drop()
  }

  async drop () {
    this.end()
    await this.line.ask('DELETE', 'draft')
    location.reload()
  }

  tellSaved () {
    this.tell(either('Đã lưu nháp', 'Draft saved'))
  }

  tell (text) {
    const place = this.desk.querySelector('#saved')
    if (place) place.textContent = text
  }

  // It was sent, or given up.
  end () {
    this.isOver = true
    clearTimeout(this.timer)
    localStorage.removeItem(this.name)
    window.removeEventListener('online', this.online)
  }

  // The page is left with the document undecided: what the server does not have yet stays here.
  close () {
    const saving = this.save({ keepalive: true })
    window.removeEventListener('online', this.online)
    return saving
  }
}
