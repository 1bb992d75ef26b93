// What all pages do: a refused request leaves nobody waiting, and a line that breaks is said.
'use strict'

const messages = () => document.getElementById('messages')

function say (kind, text) {
  const line = document.createElement('p')
  line.className = `message ${kind}`
  line.textContent = text
  messages().replaceChildren(line)
}

document.addEventListener('htmx:sendError', () => {
  const isEnglish = document.documentElement.lang === 'en'
  say('bad', isEnglish
    ? 'The server cannot be reached. What you typed is kept on this page; try again in a moment.'
    : 'Không liên lạc được với máy chủ. Những gì đã nhập vẫn còn trên trang; hãy thử lại sau ít giây.')
})

document.addEventListener('htmx:afterRequest', event => {
  if (event.detail.successful && event.detail.target !== messages()) messages().replaceChildren()
})
