// An organisation's sign-in: the certified `oidc-provider`, with three people and pages of one button each. It learns of
// the portal by `POST /portal`, once both run and know each other's address.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const PEOPLE = {
  kim: { name: 'Kim Vega', groups: ['everybody', 'nurses'] },
  sam: { name: 'Sam Whitfield', groups: ['everybody', 'portal-admins'] },
  al: { name: 'Al Marsh', groups: ['everybody'] },
};

let provider;

const server = createServer((request, response) => {
  answer(request, response).catch((why) => {
    console.error(why);
    response.writeHead(500).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`provider is ready at http://localhost:${server.address().port}`));

async function answer(request, response) {
  if (request.method === 'POST' && request.url === '/portal') {
    provider = providerFor(await bodyOf(request));
    provider.on('backchannel.error', (_, why) => console.error(why));
    return response.end();
  }
  if (request.url.startsWith('/interaction/')) return interact(request, response);
  return provider.callback()(request, response);
}

/** The page where somebody says who they are, and what becomes of it. */
async function interact(request, response) {
  if (request.method === 'GET') {
    const button = ([id, { name }]) => `<button name="person" value="${id}">${name}</button>`;
    const buttons = [...Object.entries(PEOPLE).map(button), '<button name="person" value="">Cancel</button>'];
    return html(response, 'Who are you?', `<form method="post">${buttons.join(' ')}</form>`);
  }
  const accountId = new URLSearchParams(await bodyOf(request)).get('person');
  const outcome = accountId ? { login: { accountId } } : { error: 'access_denied' };
  return provider.interactionFinished(request, response, outcome);
}

function providerFor(portal) {
  return new Provider(`http://localhost:${server.address().port}`, {
    clients: [
      {
        client_id: 'portal',
        client_secret: 'a secret of the tests',
        redirect_uris: [`${portal}/clinic/sign-in/return`],
        backchannel_logout_uri: `${portal}/clinic/sign-in/signed-out`,
        backchannel_logout_session_required: true,
      },
    ],
    // It would not tell a portal on this machine that somebody signed out.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    cookies: { keys: ['of the tests'] },
    claims: { profile: ['name', 'preferred_username'], email: ['email', 'email_verified'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        logoutSource: (ctx, form) => {
          ctx.body = page('Sign out?', `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page('Signed out', '');
        },
      },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: id,
        email: `${id}@example.org`,
        email_verified: true,
        ...PEOPLE[id],
      }),
    }),
    // The organisation's own portal: nobody is asked whether it may know them.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  });
}

function page(title, body) {
  return `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1>${body}`;
}

function html(response, title, body) {
  response.writeHead(200, { 'content-type': 'text/html' }).end(page(title, body));
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
