// An OpenID provider that is not ours: node provider.mjs PORT REDIRECT_URI; whoever signs in is called what was typed.
import Provider from 'oidc-provider'

const [port, redirectUri] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const provider = new Provider(issuer, {
  clients: [{ client_id: 'desk', client_secret: 'a secret for tests alone', redirect_uris: [redirectUri] }],
  cookies: { keys: ['for tests alone'] },
  claims: { openid: ['sub'], profile: ['preferred_username'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
  pkce: { required: () => true }
})
provider.listen(Number(port), '127.0.0.1', () => console.log(`ready ${issuer}`))
