// Files from the officer's own disk to the server: hashed here, pushed in pieces by tus, gone on with after a broken line.
//
// The server knows a file by batch, name and SHA-256, so a file that is dropped a second time goes on where it stopped, also
// after the browser was closed. The hash is computed here in any case: without TLS a browser gives no hash of its own.
import { sha256 } from './vendor/noble/sha2.js'

const place = document.getElementById('push')
const list = document.getElementById('files')
const drop = document.getElementById('drop')
const send = document.getElementById('send')
const finish = document.getElementById('finish')
const form = document.getElementById('opening')

const PIECE_BYTES = 4 * 1024 * 1024
const HASHED_BYTES = 1024 * 1024
const AT_ONCE = 2
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 15000

const words = key => place.querySelector(`[data-words="${key}"]`).textContent
const key = crypto.getRandomValues(new Uint32Array(4)).join('-') // of this batch, however often it is asked for
const files = []
let batch = place.dataset.batch
let csrf = place.dataset.csrf

// ---- what is chosen

drop.addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('over') })
drop.addEventListener('dragleave', () => drop.classList.remove('over'))
drop.addEventListener('drop', event => {
  event.preventDefault()
  drop.classList.remove('over')
  add(event.dataTransfer.files)
})
document.getElementById('chosen').addEventListener('change', event => {
  add([...event.target.files])
  event.target.value = ''
})

function add (chosen) {
  for (const file of chosen) {
    const same = files.find(one => one.file.name === file.name && one.file.size === file.size && one.file.lastModified === file.lastModified)
    if (same) say(same, words('twice'))
    else files.push(row(file))
  }
  show()
  if (batch) work()
}

function row (file) {
  const line = document.getElementById('file-row').content.firstElementChild.cloneNode(true)
  const one = { file, line, state: 'waiting', sent: 0, upload: null, wait: FIRST_WAIT_MS }
  line.querySelector('.name').textContent = file.name
  line.querySelector('.size').textContent = sizeWords(file.size)
  line.querySelector('progress').setAttribute('aria-label', file.name)
  line.querySelector('.again').addEventListener('click', () => again(one))
  line.querySelector('.drop-it').addEventListener('click', () => forget(one))
  list.append(line)
  say(one, words('waiting'))
  return one
}

const sizeWords = bytes => bytes < 1024 ** 2 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 ** 2).toFixed(1).replace('.', ',')} MB`

// ---- one after the other

send?.addEventListener('click', async () => {
  send.disabled = true
  try {
    batch = (await ask('/api/v1/batches', opening())).id
  } catch (error) {
    sayLine(error.message)
    send.disabled = false
    return
  }
  sayLine('')
  place.dataset.batch = batch
  form.hidden = true
  send.hidden = true
  finish.hidden = false
  history.replaceState(null, '', `/batches/${batch}`)
  htmx.ajax('GET', `/batches/${batch}`, { target: '#batch', swap: 'innerHTML' })
  work()
})

finish.addEventListener('click', async () => {
  finish.disabled = true
  try {
    await ask(`/api/v1/batches/${batch}/close`, {})
    leaving = true
    location.assign(`/batches/${batch}/receipt`)
  } catch (error) {
    sayLine(error.message)
    show()
  }
})

function opening () {
  const said = new FormData(form)
  const text = name => said.get(name).trim()
  const number = text('owner_number')
  const owner = number ? { kind: text('owner_kind'), number, name: text('owner_name') } : null
  return { dossier_code: text('dossier_code'), procedure_code: text('procedure_code'), owner }
}

function work () {
  const busy = files.filter(one => ['hashing', 'sending', 'cut'].includes(one.state)).length
  for (const one of files.filter(one => one.state === 'waiting').slice(0, AT_ONCE - busy)) push(one)
  show()
}

async function push (one) {
  become(one, 'hashing')
  let hash
  try {
    hash = await hashOf(one)
  } catch {
    return refused(one, words('unreadable')) // its disk was taken out, or the file changed since it was chosen
  }
  if (!files.includes(one)) return
  one.upload = new tus.Upload(one.file, {
    endpoint: '/api/v1/uploads',
    chunkSize: PIECE_BYTES,
    metadata: { batch, filename: one.file.name, sha256: hash },
    storeFingerprintForResuming: false,
    retryDelays: null,
    onBeforeRequest: request => request.setHeader('X-CSRF-Token', csrf),
    onProgress: sent => progress(one, sent),
    onSuccess: () => received(one),
    onError: error => failed(one, error)
  })
  become(one, 'sending')
  one.upload.start()
}

async function hashOf (one) {
  const hash = sha256.create()
  for (let at = 0; at < one.file.size; at += HASHED_BYTES) {
    hash.update(new Uint8Array(await one.file.slice(at, at + HASHED_BYTES).arrayBuffer()))
  }
  return [...hash.digest()].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function progress (one, sent) {
  one.sent = sent
  one.wait = FIRST_WAIT_MS // the line is there again
  if (one.state === 'cut') become(one, 'sending')
  one.line.querySelector('progress').value = one.file.size ? 100 * sent / one.file.size : 100
  say(one, `${words('sending')} ${sizeWords(sent)}`)
}

async function received (one) {
  one.line.querySelector('progress').value = 100
  let receipt
  try {
    receipt = await ask(`${new URL(one.upload.url, location.href).pathname}/receipt`)
  } catch {
    become(one, 'received') // it is in custody; what is known of it stands below
    return work()
  }
  become(one, 'received', `${words('received')}, ${receipt.page_count} ${words('pages')}`)
  if (receipt.error) refused(one, receipt.error.message)
  work()
}

// ---- what goes wrong

async function failed (one, error) {
  const answer = error.originalResponse
  const status = answer ? answer.getStatus() : 0
  if (status === 0 || [408, 409, 423, 429].includes(status) || status >= 500) return cut(one)
  const problem = problemOf(answer)
  if (problem.code === 'request_forged' && await refresh()) return one.upload.start()
  if (status === 401 || problem.code === 'request_forged') return refused(one, words('signed-out'))
  refused(one, problem.detail || words('refused'))
  work()
}

function cut (one) {
  become(one, 'cut')
  one.timer = setTimeout(() => resume(one), one.wait)
  one.wait = Math.min(2 * one.wait, LONGEST_WAIT_MS)
}

function resume (one) {
  clearTimeout(one.timer)
  if (one.state === 'cut') one.upload.start() // asks how much came and goes on from there
}

window.addEventListener('online', () => files.forEach(resume))

async function again (one) {
  await refresh()
  one.line.classList.remove('bad')
  one.state = 'waiting'
  work()
}

function forget (one) {
  clearTimeout(one.timer)
  one.upload?.abort(true).catch(() => {}) // what the server keeps of it, it forgets by itself in a week
  files.splice(files.indexOf(one), 1)
  one.line.remove()
  work()
}

function refused (one, sentence) {
  become(one, 'refused', sentence)
}

/** The session's secret of somebody who signed in again meanwhile. */
async function refresh () {
  try {
    const page = new DOMParser().parseFromString(await (await fetch('/batches/new')).text(), 'text/html')
    csrf = page.getElementById('push').dataset.csrf
    return true
  } catch {
    return false
  }
}

// ---- what is shown

function become (one, state, sentence) {
  one.state = state
  one.line.className = { received: 'good', refused: 'bad', cut: 'doubt' }[state] || ''
  one.line.querySelector('.again').hidden = state !== 'refused'
  one.line.querySelector('.drop-it').hidden = state === 'received'
  say(one, sentence || words(state))
  show()
}

function say (one, sentence) {
  one.line.querySelector('.said').textContent = sentence
}

function sayLine (sentence) {
  const line = document.getElementById('line')
  line.textContent = sentence
  line.hidden = !sentence
}

function show () {
  const left = files.filter(one => !['received', 'refused'].includes(one.state)).length
  if (send) send.disabled = !files.length
  finish.disabled = left > 0
  document.getElementById('sum').textContent = !batch || !files.length ? '' : left ? `${left} ${words('left')}` : words('all')
}

let leaving = false
window.addEventListener('beforeunload', event => {
  const left = files.some(one => !['received', 'refused'].includes(one.state))
  if (left && !leaving) event.preventDefault()
})

// ---- asking

async function ask (address, body) {
  const headers = { 'X-CSRF-Token': csrf, 'Content-Type': 'application/json', 'Idempotency-Key': key }
  const asked = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
  let answer
  try {
    answer = await fetch(address, asked)
  } catch {
    throw new Error(words('cut'))
  }
  const said = await answer.json()
  if (!answer.ok) throw new Error(answer.status === 401 ? words('signed-out') : said.detail)
  return said
}

function problemOf (answer) {
  try {
    return JSON.parse(answer.getBody())
  } catch {
    return {}
  }
}

show()
