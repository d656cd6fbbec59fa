import { describe, expect, test } from "vitest";
import { deviceName, deviceShape } from "./device.ts";

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7";
const linux = "Mozilla/5.0 (X11; Linux x86_64";
const android = "Mozilla/5.0 (Linux; Android 10; K";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X";
const ipad = "Mozilla/5.0 (iPad; CPU OS 18_2 like Mac OS X";
const gecko = "; rv:150.0) Gecko/20100101 Firefox/150.0";
const chrome = ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const mobileChrome =
  ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
const webkit = ") AppleWebKit/605.1.15 (KHTML, like Gecko)";
const mobileSafari = `${webkit} Version/18.2 Mobile/15E148 Safari/604.1`;

describe("a browser is named as its owner knows it:", () => {
  test.each([
    [windows + gecko, "Firefox on Windows", "computer"],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15${gecko}`, "Firefox on macOS", "computer"],
    [linux + gecko, "Firefox on Linux", "computer"],
    [`Mozilla/5.0 (X11; Ubuntu; Linux x86_64${gecko}`, "Firefox on Linux", "computer"],
    [
      "Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0",
      "Firefox on Android",
      "phone",
    ],
    [`${iphone}${webkit} FxiOS/150.0 Mobile/15E148 Safari/605.1.15`, "Firefox on iPhone", "phone"],
    [windows + chrome, "Chrome on Windows", "computer"],
    [mac + chrome, "Chrome on macOS", "computer"],
    [linux + chrome, "Chrome on Linux", "computer"],
    [`${linux}${chrome.replace("Chrome", "HeadlessChrome")}`, "Chrome on Linux", "computer"],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0${chrome}`, "Chrome on ChromeOS", "program"],
    [android + mobileChrome, "Chrome on Android", "phone"],
    [`${iphone}${webkit} CriOS/156.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome on iPhone", "phone"],
    [`${ipad}${webkit} CriOS/156.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome on iPad", "phone"],
    [`${windows}${chrome} Edg/156.0.0.0`, "Microsoft Edge on Windows", "computer"],
    [`${mac}${chrome} Edg/156.0.0.0`, "Microsoft Edge on macOS", "computer"],
    [`${linux}${chrome} Edg/156.0.0.0`, "Microsoft Edge on Linux", "computer"],
    [`${android}${mobileChrome} EdgA/156.0.0.0`, "Microsoft Edge on Android", "phone"],
    [
      `${iphone}${webkit} Version/18.0 EdgiOS/156.0.0.0 Mobile/15E148 Safari/605.1.15`,
      "Microsoft Edge on iPhone",
      "phone",
    ],
    [`${mac}${webkit} Version/18.2 Safari/605.1.15`, "Safari on macOS", "computer"],
    [iphone + mobileSafari, "Safari on iPhone", "phone"],
    [ipad + mobileSafari, "Safari on iPad", "phone"],
    [`${windows}${chrome} OPR/120.0.0.0`, "Opera on Windows", "computer"],
    [`${android}${mobileChrome} OPR/89.0.0.0`, "Opera on Android", "phone"],
    [
      `${android}${mobileChrome.replace("Chrome/", "SamsungBrowser/28.0 Chrome/")}`,
      "Samsung Internet on Android",
      "phone",
    ],
    [`${windows}${chrome} Vivaldi/7.5`, "Vivaldi on Windows", "computer"],
  ] as const)("%s", (userAgent, name, shape) => {
    expect(deviceName(userAgent)).toBe(name);
    expect(deviceShape({ kind: "browser", userAgent })).toBe(shape);
  });
});

describe("a program is named as it names itself:", () => {
  test.each([
    ["curl/8.5.0", "curl"],
    ["Wget/1.21.4", "Wget"],
    ["python-requests/2.32.3", "python-requests"],
    ["okhttp/4.12.0", "okhttp"],
    ["Go-http-client/2.0", "Go-http-client"],
    ["PostmanRuntime/7.39.0", "PostmanRuntime"],
    ["Apache-HttpClient/4.5.14 (Java/17.0.10)", "Apache-HttpClient"],
    ["Our App/3.1", "Our App"],
    ["OurApp/3.1 (iPhone; iOS 18.2; Scale/3.00)", "OurApp on iPhone"],
  ])("%s", (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});

describe("whatever is sent, the name is short and plain:", () => {
  test.each([
    ["", "Unknown device"],
    ["   ", "Unknown device"],
    ["x", "Unknown device"],
    ["Mozilla/5.0", "Unknown device"],
    ["////", "Unknown device"],
    ["\u0000\u0001\u001b[31mevil\r\nSet-Cookie: a=b", "Unknown device"],
    ["curl\u202e/1.0 ", "Unknown device"],
    ["<script>alert(1)</script>", "Unknown device"],
    ["<img src=x onerror=alert(1)>/1 ", "Unknown device"],
    ['"><svg onload=alert(1)>/2.0 (Linux)', "Browser on Linux"],
    ["javascript:alert(1)/1 ", "Unknown device"],
    ["__proto__/1 (x)", "Unknown device"],
    ["名前/1.0 ", "Unknown device"],
    [`${android.replace("K", "<script>")}${mobileChrome}`, "Chrome on Android"],
    [`${windows.replace("x64", "<h1>")}${gecko}`, "Firefox on Windows"],
  ])("%j", (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
    expect(["phone", "computer", "program"]).toContain(deviceShape({ kind: "app", userAgent }));
  });

  test.each([
    ["one word of 10 kB", "a".repeat(10_240)],
    ["a product with a name of 400 letters", `${"A".repeat(400)}/1 `],
    ["ten thousand brackets", `Mozilla/5.0 (${"(".repeat(10_000)}`],
  ])("%s", (_, userAgent) => {
    expect(deviceName(userAgent)).toBe("Unknown device");
  });

  test("noise", () => {
    const pieces = [
      "Mozilla/5.0 ",
      "(",
      ")",
      "/",
      " ",
      "1.0",
      "<b>",
      "Linux",
      "Firefox",
      "é",
      "\t",
      "\u202e",
      "Safari/",
      "iPhone",
    ];
    // A fixed sequence, so that what fails once fails again: https://en.wikipedia.org/wiki/Lehmer_random_number_generator
    let seed = 1;
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 2_000; round++) {
      const userAgent = Array.from(
        { length: next() % 12 },
        () => pieces[next() % pieces.length],
      ).join("");
      expect(deviceName(userAgent)).toMatch(/^[A-Za-z][\w .-]{0,30}( on [A-Za-z][\w .-]{0,30})?$/);
    }
  });
});

test("a service is a program whatever it says", () => {
  expect(deviceShape({ kind: "service", userAgent: windows + gecko })).toBe("program");
});
