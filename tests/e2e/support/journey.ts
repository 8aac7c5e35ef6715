// The pages as a user meets them: found by role and label, and every click counted.
import { expect, type Locator, type Page } from '@playwright/test';

export const GLOBAL = 'Global Administrator';
export const CLOUD_APPS = 'Cloud Application Administrator';
export const NOBODY = 'User without a role';

export class Journey {
  clicks = 0;
  portal!: Page;

  constructor(readonly page: Page, readonly address: string) {}

  button(name: string, page = this.page): Locator { return page.getByRole('button', { name, exact: true }); }
  heading(name: string, page = this.page): Locator { return page.getByRole('heading', { name, exact: true }); }
  alert(): Locator { return this.page.getByRole('alert').filter({ visible: true }).first(); }
  value(label: string): Locator { return this.page.getByLabel(label, { exact: true }); }

  async press(name: string, page = this.page) {
    await this.button(name, page).click();
    this.clicks += 1;
  }

  async open() {
    await this.page.goto(this.address);
    await expect(this.page.locator('html')).toHaveAttribute('data-boot', 'ready');
  }

  /** To Microsoft's consent page. */
  async choose(account = GLOBAL) {
    await this.open();
    await this.press('Sign in with Microsoft');
    await this.press(account);
  }

  /** To the plan of a new set-up, also where one stands already. */
  async review(account = GLOBAL) {
    await this.choose(account);
    await this.acceptUnlessConsented(this.heading('Review').or(this.heading('Status')));
    if (await this.heading('Status').isVisible()) await this.press('Set up another one');
    await expect(this.heading('Review')).toBeVisible();
  }

  /** To how the set-ups stand. */
  async status(account = GLOBAL) {
    await this.choose(account);
    await this.acceptUnlessConsented(this.heading('Status'));
  }

  /** Accepts if the consent page comes; it does not when the permissions were accepted before. */
  private async acceptUnlessConsented(next: Locator) {
    await expect(this.button('Accept').or(next)).toBeVisible();
    if (await this.button('Accept').isVisible()) await this.press('Accept');
    await expect(next).toBeVisible();
  }

  /** On the way to `next`: chooses the account if the sign-in page asks, which it does not while its session lasts. */
  async signInIfAsked(next: Locator, account = GLOBAL) {
    const asked = this.button(account);
    await expect(asked.or(next)).toBeVisible({ timeout: 20_000 });
    if (await asked.isVisible()) await asked.click();
    await expect(next).toBeVisible({ timeout: 20_000 });
  }

  /** To the running list of steps. */
  async create() {
    await this.press('Create');
    await this.acceptSecond();
  }

  /** Accepts the second consent, if it is asked; what follows is the test's to wait for. */
  async acceptSecond() {
    const after = this.page.getByRole('heading', { name: /^(Creating|Hand over|Stopped half-way|Nothing was created)$/ });
    await expect(this.button('Accept').or(after)).toBeVisible();
    if (await this.button('Accept').isVisible()) await this.press('Accept');
  }

  async handOver(account = GLOBAL, timeout = 15_000) {
    await this.review(account);
    await this.create();
    await expect(this.heading('Hand over')).toBeVisible({ timeout });
  }

  async sendAndWait() {
    const opened = this.page.waitForEvent('popup');
    await this.press('Send to Customer Manager');
    this.portal = await opened;
    await expect(this.portal.getByText('Values received')).toBeVisible();
    await expect(this.page.getByText('Customer Manager has the three values')).toBeVisible();
  }

  async save() {
    await this.press('Save', this.portal);
    await this.press('OK', this.portal);
    await expect(this.page.getByText('Customer Manager has saved the three values')).toBeVisible();
  }

  async sync() {
    await this.button('One-time Sync.', this.portal).click();
    await expect(this.portal.getByText(/Sync finished: \d+ users/)).toBeVisible();
  }

  async whole(timeout?: number) {
    await this.handOver(GLOBAL, timeout);
    await this.sendAndWait();
    await this.save();
    await this.sync();
  }

  async undo() {
    await this.press('Undo');
    await expect(this.heading('Undo?')).toBeVisible();
    await this.press('Undo');
    await expect(this.heading('Undone')).toBeVisible();
  }
}
