// Somebody else's Graph client against the sandbox: Microsoft's own for JavaScript, with its default middleware. Nothing of
// it is changed but the base address and, as it asks of everybody, where its token comes from.
import { after, afterEach, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { BatchRequestContent, BatchResponseContent, Client, PageIterator } from '@microsoft/microsoft-graph-client';
import { start } from './sandbox.mjs';

// The client gives its token to https addresses only, so it talks to the TLS port, whose certificate nobody has signed.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';
const USER_READ_ALL = 'df021288-bdef-4463-88db-98f22de89214';
const SCOPES = [
  'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All', 'User.Read', 'Policy.Read.All',
];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let sandbox;
let graph;
let violations = 0;

before(async () => { sandbox = await start(); });
after(() => sandbox.stop());

beforeEach(async () => {
  violations = (await strange()).length;
  await sandbox.reset();
  graph = await client('Global Administrator');
});

/** Nothing that the client sent, and nothing that it was answered, may be foreign to Microsoft's description of Graph. */
afterEach(async () => assert.deepEqual((await strange()).slice(violations), []));

/** What was found since the sandbox started; nothing where this machine has no description. */
const strange = async () => (await sandbox.state()).schemaViolations ?? [];

async function client(account, scopes = SCOPES) {
  const token = await sandbox.token(account, scopes);
  const { host, hostname } = new URL(sandbox.tls);
  return Client.initWithMiddleware({
    baseUrl: `https://${host}/graph/`,
    customHosts: new Set([hostname]),
    authProvider: { getAccessToken: async () => token },
  });
}

const application = (displayName) => graph.api('/applications').post({ displayName, signInAudience: 'AzureADMyOrg' });
const servicePrincipal = ({ appId }) => graph.api('/servicePrincipals').post({ appId });
const microsoftGraph = () => graph.api(`/servicePrincipals(appId='${MICROSOFT_GRAPH}')`).select('id').get();

test('an application from its creation to its purge', async () => {
  const made = await application('Contract');
  assert.match(made.id, GUID);
  assert.match(made.appId, GUID);
  assert.equal(made.displayName, 'Contract');
  assert.deepEqual(made.passwordCredentials, []);

  const endDateTime = new Date(Date.now() + 90 * 86_400_000).toISOString();
  const secret = await graph.api(`/applications/${made.id}/addPassword`)
    .post({ passwordCredential: { displayName: 'Contract secret', endDateTime } });
  assert.match(secret.keyId, GUID);
  assert.equal(secret.hint, secret.secretText.slice(0, 3));
  assert.equal(Date.parse(secret.endDateTime), Date.parse(endDateTime));

  const principal = await servicePrincipal(made);
  assert.equal(principal.appId, made.appId);
  const resource = await microsoftGraph();
  const assignment = await graph.api(`/servicePrincipals/${resource.id}/appRoleAssignedTo`)
    .post({ principalId: principal.id, resourceId: resource.id, appRoleId: USER_READ_ALL });
  assert.equal(assignment.principalDisplayName, 'Contract');
  const grant = await graph.api('/oauth2PermissionGrants')
    .post({ clientId: principal.id, consentType: 'AllPrincipals', resourceId: resource.id, scope: 'User.Read' });
  assert.equal(grant.scope, 'User.Read');
  const consented = await graph.api(`/servicePrincipals/${principal.id}/appRoleAssignments`).get();
  assert.deepEqual(consented.value.map(({ appRoleId }) => appRoleId), [USER_READ_ALL]);

  assert.equal(await graph.api(`/applications/${made.id}`).patch({ displayName: 'Renamed', tags: ['contract'] }), undefined);
  const read = await graph.api(`/applications/${made.id}`).select(['displayName', 'tags', 'passwordCredentials']).get();
  assert.equal(read.displayName, 'Renamed');
  assert.deepEqual(read.tags, ['contract']);
  assert.deepEqual(read.passwordCredentials.map(({ keyId, secretText }) => [keyId, secretText]), [[secret.keyId, null]]);
  const tagged = await graph.api('/applications').filter("tags/any(t:t eq 'contract')").select('id').get();
  assert.deepEqual(tagged.value.map(({ id }) => id), [made.id]);

  await graph.api(`/oauth2PermissionGrants/${grant.id}`).patch({ scope: 'User.Read openid' });
  const granted = await graph.api('/oauth2PermissionGrants').filter(`clientId eq '${principal.id}'`).get();
  assert.deepEqual(granted.value.map(({ scope }) => scope), ['User.Read openid']);

  await graph.api(`/applications/${made.id}/removePassword`).post({ keyId: secret.keyId });
  const emptied = await graph.api(`/applications/${made.id}`).select('passwordCredentials').get();
  assert.deepEqual(emptied.passwordCredentials, []);
  await graph.api(`/servicePrincipals/${resource.id}/appRoleAssignedTo/${assignment.id}`).delete();
  await graph.api(`/oauth2PermissionGrants/${grant.id}`).delete();
  await graph.api(`/servicePrincipals/${principal.id}`).delete();

  await graph.api(`/applications/${made.id}`).delete();
  await rejected(graph.api(`/applications/${made.id}`).get(), 404, 'Request_ResourceNotFound');
  const restored = await graph.api(`/directory/deletedItems/${made.id}/restore`).post();
  assert.equal(restored.id, made.id);
  assert.equal((await graph.api(`/applications/${made.id}`).get()).appId, made.appId);
  await graph.api(`/applications/${made.id}`).delete();
  const deleted = await graph.api('/directory/deletedItems/microsoft.graph.application').get();
  assert.deepEqual(deleted.value.map(({ id }) => id), [made.id]);
  await graph.api(`/directory/deletedItems/${made.id}`).delete();
  await rejected(graph.api(`/directory/deletedItems/${made.id}`).get(), 404, 'Request_ResourceNotFound');
  assert.deepEqual((await sandbox.state()).deletedItems.filter(({ id }) => id === made.id), []);
});

test('an upsert by unique name', async () => {
  const address = "/applications(uniqueName='contract-upsert')";
  const made = await graph.api(address).header('Prefer', 'create-if-missing').patch({ displayName: 'Upserted' });
  assert.equal(made.uniqueName, 'contract-upsert');
  assert.equal(await graph.api(address).header('Prefer', 'create-if-missing').patch({ displayName: 'Twice' }), undefined);
  const read = await graph.api(address).select('id,displayName').get();
  assert.deepEqual([read.id, read.displayName], [made.id, 'Twice']);
});

test('the page iterator reads every page once', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `Page ${index}`);
  for (const name of names) await application(name);
  const first = await graph.api('/applications').select('id,displayName').top(3).get();
  assert.equal(first.value.length, 3);
  const seen = [];
  const iterator = new PageIterator(graph, first, ({ displayName }) => { seen.push(displayName); return true; });
  await iterator.iterate();
  assert.ok(iterator.isComplete());
  assert.deepEqual(seen.sort(), names);
});

test('a batch in which one request depends on another', async () => {
  const made = await application('Batched');
  // The client takes requests of the web's own kind, which need a whole address, and sends what follows the host.
  const request = (path, method, body) => new Request(`https://graph.microsoft.com${path}`, {
    method, headers: body && { 'content-type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const content = new BatchRequestContent([
    { id: '1', request: request('/servicePrincipals', 'POST', { appId: made.appId }) },
    { id: '2', request: request(`/applications/${made.id}?$select=id`, 'GET'), dependsOn: ['1'] },
    { id: '3', request: request('/applications/00000000-0000-0000-0000-000000000001', 'GET'), dependsOn: ['1'] },
  ]);
  const answers = new BatchResponseContent(await graph.api('/$batch').post(await content.getContent()));
  assert.equal(answers.getResponseById('1').status, 201);
  assert.equal((await answers.getResponseById('2').json()).id, made.id);
  const missing = answers.getResponseById('3');
  assert.equal(missing.status, 404);
  assert.equal((await missing.json()).error.code, 'Request_ResourceNotFound');
});

test('refusals are the errors that the client knows', async () => {
  await rejected(graph.api('/applications/00000000-0000-0000-0000-000000000001').get(), 404, 'Request_ResourceNotFound');
  const made = await application('Refused');
  const principal = await servicePrincipal(made);
  await rejected(servicePrincipal(made), 409, 'Request_MultipleObjectsWithSameKeyValue');
  const resource = await microsoftGraph();
  const assigned = (address) => graph.api(address)
    .post({ principalId: principal.id, resourceId: resource.id, appRoleId: USER_READ_ALL });
  const [toPrincipal, toResource] = [`/servicePrincipals/${principal.id}/appRoleAssignments`, `/servicePrincipals/${resource.id}/appRoleAssignedTo`];
  await assigned(toPrincipal);
  await rejected(assigned(toPrincipal), 400, 'Request_MultipleObjectsWithSameKeyValue', /already exists/);
  await rejected(assigned(toResource), 400, 'Request_BadRequest', /already exists/);
  const granted = () => graph.api('/oauth2PermissionGrants')
    .post({ clientId: principal.id, consentType: 'AllPrincipals', resourceId: resource.id, scope: 'User.Read' });
  await granted();
  await rejected(granted(), 409, 'Request_MultipleObjectsWithSameKeyValue');
  const reader = await client('Global Administrator', ['Application.Read.All']);
  await rejected(reader.api(`/applications/${made.id}`).patch({ displayName: 'No' }), 403, 'Authorization_RequestDenied');
  const stranger = Client.initWithMiddleware({
    baseUrl: graph.config.baseUrl, customHosts: graph.config.customHosts, authProvider: { getAccessToken: async () => 'no token' },
  });
  await rejected(stranger.api('/me').get(), 401, 'InvalidAuthenticationToken');
});

test('its retry handler waits as long as a throttled answer says, and gets through', async () => {
  await sandbox.faults([{ method: 'POST', path: '/graph/v1.0/applications', status: 429, retryAfter: 1, times: 1 }]);
  const made = await application('Throttled');
  const { applications, requests } = await sandbox.state();
  assert.deepEqual(applications.map(({ id }) => id), [made.id]);
  const tries = requests.filter(({ path }) => path === '/graph/v1.0/applications');
  assert.deepEqual(tries.map(({ status }) => status), [429, 201]);
  assert.ok(tries[1].t - tries[0].done >= 1000);
});

/** The client's own error, with what Graph put into the body and the headers. */
async function rejected(promise, statusCode, code, message = /./) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.statusCode, statusCode, error.body);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.match(error.requestId, GUID);
    assert.equal(error.headers.get('request-id'), error.requestId);
    assert.ok(!Number.isNaN(error.date.getTime()));
    return true;
  });
}
