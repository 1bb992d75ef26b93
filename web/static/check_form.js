// The fields: which of them wait for an answer, what was typed into them, and what the server has against it.
'use strict'

class FieldForm {
  constructor (desk, { onLook, onTyped }) {
    this.desk = desk
    this.form = desk.querySelector('#form')
    this.types = new TypeChooser(desk, (code, isOther) => this.typeChosen(code, isOther))
    this.onLook = onLook
    this.onTyped = onTyped
    this.answered = new Set()
    this.typed = new Map() // also what was typed into fields that another type does not have
    this.isTypeAnswered = false
    this.isPaused = false // a dialog that closes gives the cursor back; the page that is shown stays
    this.form.addEventListener('submit', event => event.preventDefault())
    this.form.addEventListener('focusin', event => this.isPaused || this.looked(event.target.closest('.check-field')))
    this.form.addEventListener('input', event => this.changed(event.target))
    this.form.addEventListener('click', event => this.clicked(event))
    this.form.addEventListener('keydown', event => this.key(event))
  }

  // -- what is there

  get fields () { return [...this.form.querySelectorAll('.check-field[data-key]')] }

  input (field) { return field.querySelector('input[name], textarea[name], input[role=combobox]') }

  field (key) { return this.form.querySelector(`.check-field[data-key="${key}"]`) }

  // Those that ask and have no answer yet, in order.
  open () {
    const typeField = this.types.field
    const isTypeOpen = typeField?.dataset.asks === 'yes' && !this.isTypeAnswered
    const fields = this.fields.filter(field => field.dataset.asks === 'yes' && !this.answered.has(field.dataset.key))
    return isTypeOpen ? [typeField, ...fields] : fields
  }

  // What a person stands for: key → text.
  values () {
    const said = {}
    for (const field of this.fields) {
      const key = field.dataset.key
      if (this.answered.has(key)) said[key] = this.input(field).value.replace(/\s+/g, ' ').trim()
    }
    return said
  }

  asPrinted () {
    const ticked = this.fields.filter(field => field.querySelector('[data-printed]').checked)
    return ticked.map(field => field.dataset.key)
  }

  get typeCode () { return this.isTypeAnswered ? this.types.code : null }

  // -- answering

  accept (field) {
    if (field === this.types.field) this.isTypeAnswered = true
    else {
      this.answered.add(field.dataset.key)
      this.typed.set(field.dataset.key, this.input(field).value)
    }
    this.mark(field)
    this.onTyped()
  }

  next () {
    const open = this.open()[0]
    const target = open ? this.input(open) : this.desk.querySelector('[data-action=approve]')
    target?.focus()
    target?.select?.()
  }

  clicked (event) {
    const offer = event.target.closest('[data-take]')
    if (offer) this.take(offer)
    const page = event.target.closest('[data-go]')
    if (page) this.onLook(Number(page.dataset.go), null)
  }

  take (offer) {
    const field = offer.closest('.check-field')
    this.input(field).value = offer.dataset.take
    this.accept(field)
    this.input(field).focus()
  }

  // The offer with this number, of the field that is being looked at.
  takeNumber (number) {
    const field = document.activeElement.closest?.('.check-field')
    const offer = field?.querySelectorAll('[data-take]')[number - 1]
    if (offer) this.take(offer)
    return Boolean(offer)
  }

  key (event) {
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.isComposing) return
    const field = event.target.closest('.check-field')
    if (!field || !event.target.matches('input[name], textarea[name], input[role=combobox]')) return
    event.preventDefault()
    this.accept(field)
    this.next()
  }

  changed (input) {
    const field = input.closest('.check-field[data-key]')
    if (!field) return
    if (input.matches('[data-printed]')) return this.tellFault(field, false)
    this.answered.add(field.dataset.key)
    this.typed.set(field.dataset.key, input.value)
    this.tellFault(field, false)
    this.mark(field)
    this.onTyped()
  }

  looked (field) {
    if (!field) return
    this.current = field
    const box = field.dataset.box?.split(' ').map(Number)
    if (box) this.onLook(Number(field.dataset.page), box)
  }

  mark (field) {
    const mark = field.querySelector('[data-mark]')
    const isType = field === this.types.field
    const isAnswered = isType ? this.isTypeAnswered : this.answered.has(field.dataset.key)
    const isOpen = field.dataset.asks === 'yes' && !isAnswered
    const isOther = !isType && this.input(field).value !== field.dataset.read
    mark.hidden = !isOpen && !isAnswered
    mark.className = `state ${isOpen ? 'doubt' : 'good'}`
    mark.textContent = isOpen
      ? either('cần xem', 'to be seen')
      : isOther ? either('đã sửa', 'corrected') : either('đã nhận', 'accepted')
  }

  markAll () {
    for (const field of this.fields) this.mark(field)
    if (this.types.field) this.mark(this.types.field)
  }

  // -- another type has other fields

  async typeChosen (code, isOther) {
    this.isTypeAnswered = true
    this.mark(this.types.field)
    if (isOther) await this.loadFields(code)
    this.onTyped()
    this.next()
  }

  async loadFields (code) {
    const address = `/check/${this.desk.dataset.document}/form?type_code=${code}`
    const answer = await fetch(address, { headers: { 'HX-Request': 'true' } })
    if (!answer.ok) throw new LineBroken(address)
    const fields = this.form.querySelector('#fields')
    fields.innerHTML = await answer.text()
    this.fill(Object.fromEntries(this.typed))
    this.markAll()
  }

  // What was typed before, into the fields that are there.
  fill (values) {
    for (const [key, text] of Object.entries(values)) {
      this.typed.set(key, text)
      const field = this.field(key)
      if (!field) continue
      this.input(field).value = text
      this.answered.add(key)
      if (field.closest('details')) field.closest('details').open = true
      this.mark(field)
    }
  }

  async useType (code) {
    if (!code || !this.types.field) return
    const isOther = code !== this.types.code
    this.types.input.dataset.code = code
    this.types.input.value = this.types.titleOf(code)
    this.isTypeAnswered = true
    if (isOther) await this.loadFields(code)
    this.mark(this.types.field)
  }

  // -- what the server has against values

  tellFaults (faults) {
    const wrong = this.fields.filter(field => faults[field.dataset.key])
    for (const field of this.fields) this.tellFault(field, wrong.includes(field))
    return wrong
  }

  tellFault (field, isWrong) {
    const isPrinted = field.querySelector('[data-printed]').checked
    field.querySelector('.check-fault').hidden = !isWrong && !isPrinted
    this.input(field).setAttribute('aria-invalid', String(isWrong && !isPrinted))
  }
}
