import type { Page } from "playwright/test";

export function devicesPage(page: Page) {
  const items = page.getByRole("list", { name: "Signed-in devices" }).getByRole("listitem");
  const othersButton = page.getByRole("button", { name: "Sign out other devices", exact: true });
  const everywhereButton = page.getByRole("button", { name: "Sign out everywhere", exact: true });
  return {
    heading: page.getByRole("heading", { name: "Devices", level: 1 }),
    items,
    othersButton,
    everywhereButton,
    open: () => page.goto("/devices"),
    item: (device: string) =>
      page.getByRole("list", { name: "Signed-in devices" }).getByRole("listitem", { name: device }),
    signOut: (device: string) =>
      page.getByRole("button", { name: `Sign out ${device}`, exact: true }).click(),
    askToSignOutOthers: () => othersButton.click(),
    askToSignOutEverywhere: () => everywhereButton.click(),
  };
}
