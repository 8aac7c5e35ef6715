// The packaged extension in Firefox: from the toolbar button beside the Azure portal to the saved page of Customer Manager.
import { expect, test } from '@playwright/test';
import { Firefox } from './support/firefox';
import { GLOBAL } from './support/journey';

test('in Firefox the sidebar stands beside the portal, signs in, creates, links back and fills Customer Manager', async () => {
  test.setTimeout(120_000);
  const firefox = await Firefox.start();
  try {
    await firefox.go('https://portal.azure.com/#@contoso.onmicrosoft.com/resource');
    const known = await firefox.windows();
    await firefox.pressButton();
    await firefox.sees('The portal beside this panel is open in contoso.onmicrosoft.com.');

    await firefox.press('Sign in with Microsoft');
    await firefox.signInWindow(known);
    await firefox.pressInPage(GLOBAL);
    expect(await firefox.address()).toContain('https://login.microsoftonline.com/contoso.onmicrosoft.com/');
    await firefox.pressInPage('Accept');
    await firefox.enter(known[0]);
    await firefox.sees('No changes made yet.');

    await firefox.press('Create');
    await firefox.signInWindow(known);
    await firefox.pressInPage('Accept');
    await firefox.enter(known[0]);
    await firefox.sees('The three values');

    const { applications, issuedSecrets } = await firefox.sandbox.state();
    expect(await firefox.inSidebar('return document.getElementById("clientId").textContent')).toBe(applications[0].appId);
    expect(issuedSecrets.filter((secret) => !secret.removed)).toHaveLength(1);
    await firefox.press('API permissions');
    await expect.poll(() => firefox.run('return document.querySelector("h1").textContent')).toBe('API permissions');
    expect(await firefox.windows()).toEqual(known);
    await firefox.sees('This browser cannot test the secret from here: One-time Sync. in Customer Manager is the proof.');

    await firefox.tab('https://customer-manager.example/customer-manager/');
    await firefox.sees('To fill in Customer Manager from here, go to its tab');
    await firefox.pressButton();
    await firefox.sees('https://customer-manager.example');
    await firefox.press('Fill Customer Manager');
    await firefox.sees('The three values are in the page');
    await firefox.pressInPage('Save');
    await firefox.pressInPage('OK');
    await expect.poll(async () => (await firefox.sandbox.state()).portal.saved).toBe(true);
    const { portal } = await firefox.sandbox.state();
    expect([portal.usage, portal.clientId]).toEqual(['use', applications[0].appId]);
    expect(issuedSecrets.map((one) => one.secretText)).toContain(portal.secretCode);
    await firefox.pressInPage('One-time Sync.');
    await expect.poll(() => firefox.run('return document.body.innerText')).toMatch(/Sync finished: \d+ users/);
  } finally {
    await firefox.stop();
  }
});
