// The paper's type, chosen by typing some of its letters, with or without their marks.
'use strict'

const bare = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase()

class TypeChooser {
  constructor (desk, onChosen) {
    this.field = desk.querySelector('[data-type-field]')
    if (!this.field) return
    this.input = this.field.querySelector('input')
    this.list = this.field.querySelector('[role=listbox]')
    this.options = [...this.list.children].map(option => ({ option, letters: bare(option.textContent) }))
    this.onChosen = onChosen
    this.input.addEventListener('focus', () => this.input.select())
    this.input.addEventListener('click', () => this.open())
    this.input.addEventListener('input', () => this.open())
    this.input.addEventListener('blur', () => setTimeout(() => this.input === document.activeElement || this.close(), 150))
    this.input.addEventListener('keydown', event => this.key(event))
    this.list.addEventListener('mousedown', event => {
      const option = event.target.closest('[role=option]')
      if (option) { event.preventDefault(); this.choose(option) }
    })
  }

  get code () { return this.input?.dataset.code || null }

  get isOpen () { return this.list && !this.list.hidden }

  focus () {
    if (!this.input) return
    this.input.focus()
    this.open(true)
  }

  open (all = false) {
    const wanted = bare(this.input.value).split(/\s+/).filter(Boolean)
    const isUntouched = all || this.input.value === this.titleOf(this.code)
    for (const { option, letters } of this.options) option.hidden = !isUntouched && !wanted.every(part => letters.includes(part))
    this.list.hidden = false
    this.input.setAttribute('aria-expanded', 'true')
    const first = isUntouched ? this.list.querySelector(`[data-code="${this.code}"]`) : this.shown()[0]
    this.mark(first || this.shown()[0])
  }

  close () {
    if (!this.isOpen) return
    this.list.hidden = true
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
    this.input.value = this.titleOf(this.code)
  }

  key (event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (!this.isOpen) return this.open(true)
      const shown = this.shown()
      this.mark(shown[(shown.indexOf(this.marked) + step + shown.length) % shown.length])
    } else if (event.key === 'Enter' && this.isOpen && !event.ctrlKey) {
      event.preventDefault()
      event.stopPropagation()
      this.choose(this.marked)
    } else if (event.key === 'Escape' && this.isOpen) {
      event.stopPropagation()
      this.close()
    }
  }

  choose (option) {
    if (!option) return
    const isOther = option.dataset.code !== this.code
    this.input.dataset.code = option.dataset.code
    this.input.value = option.textContent
    this.list.hidden = true
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
    this.onChosen(option.dataset.code, isOther)
  }

  mark (option) {
    this.marked?.setAttribute('aria-selected', 'false')
    this.marked = option
    if (!option) return this.input.removeAttribute('aria-activedescendant')
    option.setAttribute('aria-selected', 'true')
    this.input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  shown () { return this.options.map(one => one.option).filter(option => !option.hidden) }

  titleOf (code) { return this.list.querySelector(`[data-code="${code}"]`)?.textContent || '' }
}
