// The reminders of a secret's end: the calendar's file, read by a parser that is not ours.
import ICAL from 'ical.js';
import { expect, test } from './support/test';
import { downloaded } from './support/download';

test.describe.configure({ timeout: 90_000 });

/** The one event of a calendar's file. */
function event(text: string) {
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent');
  expect(events).toHaveLength(1);
  const [component] = events;
  const alarms = component.getAllSubcomponents('valarm').map((alarm) => {
    expect(alarm.getFirstPropertyValue('action')).toBe('DISPLAY');
    return (alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds() / 86_400;
  });
  const value = (name: string) => String(component.getFirstPropertyValue(name));
  const { startDate } = new ICAL.Event(component);
  return { alarms, ends: startDate.toJSDate(), zone: startDate.zone.tzid, value, url: value('url'), uid: value('uid') };
}

test('the last screen and Status save the end for the calendar, and its link opens the renewal', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.whole();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  const file = await downloaded(page, () => journey.press('Save a reminder'));
  expect(file.name).toMatch(/^entra-handover-reminder-\d{4}-\d\d-\d\d\.ics$/);
  const state = await sandbox.state();
  const [application] = state.applications;
  const [{ keyId, secretText }] = state.issuedSecrets;
  const { tenantId } = state.portal;

  const saved = event(file.text);
  expect(saved.alarms).toEqual([-60, -30, -7]);
  const credential = application.passwordCredentials.find((one: any) => one.keyId === keyId);
  expect(Math.abs(saved.ends.getTime() - Date.parse(credential.endDateTime))).toBeLessThan(1000);
  expect(saved.zone).toBe('UTC');
  expect(saved.url).toBe(`${sandbox.app}#renew=${tenantId}`);
  expect(saved.uid).toContain(keyId);
  expect(saved.value('summary')).toContain('iPECS Cloud User Lookup (Contoso');
  for (const named of [saved.url, application.appId, keyId, tenantId]) expect(saved.value('description')).toContain(named);
  expect(file.text).not.toContain(secretText);
  for (const user of ['administrator', '@contoso', 'Global Admin']) expect(file.text.toLowerCase()).not.toContain(user.toLowerCase());

  // In another language it is the same event, and its lines are folded between characters.
  await journey.press('한국어');
  const korean = event((await downloaded(page, () => journey.press('미리 알림 저장'))).text);
  expect([korean.uid, korean.ends]).toEqual([saved.uid, saved.ends]);
  expect(korean.value('summary')).toContain('클라이언트 비밀 만료: iPECS Cloud User Lookup');
  expect(korean.value('description')).toContain('Microsoft 로그인이 중단됩니다.\n그 전에 다음 링크에서 갱신하십시오.');
  await journey.press('English');

  await journey.portal.close();
  await journey.status();
  const again = event((await downloaded(page, () => journey.press('Save a reminder'))).text);
  expect([again.uid, again.url, again.ends]).toEqual([saved.uid, saved.url, saved.ends]);

  await page.goto('about:blank');
  await page.goto(saved.url);
  await expect(page.getByText(`Renews the client secret in tenant ${tenantId}`)).toBeVisible();
});
