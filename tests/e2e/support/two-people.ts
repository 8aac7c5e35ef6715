// Two administrators with a browser each: one asks for the values and hands them over, the other makes and seals them.
import { chromium, expect, type BrowserContext } from '@playwright/test';
import { launch } from '../playwright.config';
import { GLOBAL, Journey } from './journey';
import { Profile } from './killable';

export const FINGERPRINT = /^\d{4}( \d{4}){5}$/;
export const code = (link: string) => link.slice(link.indexOf('=') + 1);

/** A browser with a profile of its own, and all that it ever sent. */
export class Person {
  /** Address, headers and body of each request. */
  readonly sent: string[] = [];

  private constructor(readonly profile: Profile, readonly context: BrowserContext, readonly journey: Journey) {
    context.on('request', (request) => this.sent.push(JSON.stringify([request.url(), request.headers(), request.postData()])));
  }

  static async start(address: string, profile = new Profile()): Promise<Person> {
    const context = await chromium.launchPersistentContext(profile.folder, { ...launch, viewport: { width: 1100, height: 900 } });
    const page = context.pages()[0] ?? await context.newPage();
    return new Person(profile, context, new Journey(page, address));
  }

  async end() {
    await this.context.close();
    this.profile.remove();
  }

  get page() { return this.journey.page; }

  /** Asks for the values: the link to send, and the fingerprint to read aloud. */
  async ask(name: string) {
    const { journey, page } = this;
    await journey.open();
    await journey.press('Request values');
    return ask(journey, name, page.getByLabel('Request link'));
  }

  /** Opens a request link, compares, and goes on to the sign-in. */
  async follow(request: { link: string; fingerprint: string }, name: string) {
    const { journey, page } = this;
    await page.goto(request.link);
    await expect(journey.heading('Somebody asks for the values')).toBeVisible();
    await expect(page).toHaveURL(journey.address);
    await expect(page.getByText(request.fingerprint, { exact: true })).toBeVisible();
    await expect(page.getByText(name, { exact: true })).toBeVisible();
    await expect(journey.button('Continue to the sign-in')).toBeDisabled();
    await page.getByRole('checkbox', { name: 'I have compared the fingerprint' }).check();
    await journey.press('Continue to the sign-in');
    await expect(page.getByText(`The values will be sealed for ${name}.`)).toBeVisible();
    await journey.press('Sign in with Microsoft');
  }

  /** On the hand-over screen: the sealed link. */
  async seal(name: string): Promise<string> {
    const { journey, page } = this;
    await expect(journey.heading('Hand over')).toBeVisible({ timeout: 15_000 });
    await journey.press(`Seal for ${name}`);
    const sealed = page.getByLabel('Sealed link');
    const link = await sealed.inputValue();
    // A part of it that is copied by hand is of use to nobody.
    await sealed.evaluate((field: HTMLInputElement) => { field.focus(); field.setSelectionRange(0, 30); });
    await page.keyboard.press('Control+C');
    await expect(journey.heading('The values are sealed')).toBeHidden();
    await journey.press('Copy the link');
    await expect(journey.heading('The values are sealed')).toBeVisible();
    return link;
  }

  /** From the request link to the sealed one, where nothing stands yet. */
  async make(request: { link: string; fingerprint: string }, name: string): Promise<string> {
    await this.follow(request, name);
    await this.journey.press(GLOBAL);
    await expect(this.journey.heading('Review')).toBeVisible();
    await this.journey.press('Create');
    return this.seal(name);
  }

  /** Opens a sealed link. */
  async receive(link: string) {
    await this.page.goto(link);
    await expect(this.journey.heading('Hand over')).toBeVisible();
  }

  async refused(link: string, why: string) {
    await this.page.goto(link);
    await expect(this.journey.alert()).toContainText('The sealed link was not opened');
    await expect(this.journey.alert()).toContainText(why);
  }
}

/** Fills in the form of "Request values". */
export async function ask(journey: Journey, name: string, field = journey.page.getByLabel('Request link')) {
  const { page } = journey;
  await expect(journey.heading('Request values')).toBeVisible();
  await page.getByLabel('Your name').fill(name);
  await journey.press('Make the request');
  await expect(journey.heading('The request is made')).toBeVisible();
  return { link: await field.inputValue(), fingerprint: await page.getByText(FINGERPRINT).innerText() };
}
