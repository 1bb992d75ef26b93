// What the checking desk asks of the server: the session's secret goes with it, and a key that stays while the answer is unknown,
// so that what is sent again after a broken line is done once.
'use strict'

const inEnglish = () => document.documentElement.lang === 'en'
const either = (vietnamese, english) => (inEnglish() ? english : vietnamese)

class LineBroken extends Error {}

class Refused extends Error {
  constructor (status, problem) {
    super(problem.detail || either('Không thực hiện được.', 'This could not be done.'))
    this.status = status
    this.code = problem.code || ''
    this.problem = problem
  }
}

class Line {
  constructor (documentId, csrf) {
    this.path = `/api/v1/documents/${documentId}`
    this.csrf = csrf
    this.keys = new Map()
  }

  // The answer, null for one without words. Throws `Refused`, or `LineBroken` where no answer came.
  async ask (method, what, said = null, more = {}) {
    const body = said === null ? undefined : JSON.stringify(said)
    const question = `${method} ${what} ${body}`
    const headers = { 'X-CSRF-Token': this.csrf }
    if (body) headers['Content-Type'] = 'application/json'
    if (method === 'POST') headers['Idempotency-Key'] = this.keyOf(question)
    const answer = await this.fetched(`${this.path}/${what}`, { method, headers, body, ...more })
    this.keys.delete(question)
    if (answer.status === 204) return null
    const told = await answer.json().catch(() => ({}))
    if (!answer.ok) throw new Refused(answer.status, told)
    return told
  }

  async fetched (address, how) {
    try {
      return await fetch(address, how)
    } catch (fault) {
      throw new LineBroken(String(fault))
    }
  }

  keyOf (question) {
    if (!this.keys.has(question)) {
      const bytes = crypto.getRandomValues(new Uint8Array(16))
      this.keys.set(question, Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(''))
    }
    return this.keys.get(question)
  }
}
