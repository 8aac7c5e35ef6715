// The bookmarklet as a user has it: the link's address, kept as a bookmark, and pressed on another page.
import { expect, type Page } from '@playwright/test';
import type { Journey } from './journey';

export const SUMMARY = 'Customer Manager does not take the values? Fill it with a bookmark';

/** The address that the link has on the hand-over screen: what the browser keeps when it is dragged to the bookmarks bar. */
export async function bookmark({ page }: Journey): Promise<string> {
  await page.getByText(SUMMARY).click();
  const link = page.getByRole('link', { name: 'Fill Customer Manager', exact: true });
  await expect(link).toBeVisible();
  return (await link.getAttribute('href'))!;
}

/** Presses the bookmark on a page: the browser runs the address there by itself, whatever the page's policy says about scripts. */
export async function press(page: Page, address: string) {
  await page.bringToFront();
  const session = await page.context().newCDPSession(page);
  await session.send('Page.navigate', { url: address });
  await session.detach();
}

/** Presses the bookmark and waits for the small window. */
export async function open(page: Page, address: string): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await press(page, address);
  const small = await opened;
  await small.waitForLoadState();
  return small;
}
