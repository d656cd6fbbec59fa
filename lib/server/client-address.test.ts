import { describe, expect, test } from "vitest";
import { clientAddress, trustedProxies } from "./client-address.ts";

const nobody = trustedProxies([]);
const proxies = trustedProxies(["10.0.0.0/8", "192.168.7.1", "2001:db8:5::/48"]);

describe("the address of a client", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:192.0.2.4", "192.0.2.4"],
    ["::1", "::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["2001:0DB8::0001", "2001:db8::1"],
    [undefined, "unknown"],
  ])("of a socket to %s is %s", (peer, expected) => {
    expect(clientAddress(peer, undefined, nobody)).toBe(expected);
  });

  test("is the socket's when no proxy is trusted, whatever the header claims", () => {
    expect(clientAddress("192.0.2.4", "203.0.113.9", nobody)).toBe("192.0.2.4");
  });

  test("is the socket's when the peer is not one of the proxies", () => {
    expect(clientAddress("192.0.2.4", "203.0.113.9", proxies)).toBe("192.0.2.4");
  });

  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["6.6.6.6, 203.0.113.9", "203.0.113.9"],
    ["6.6.6.6, 203.0.113.9, 192.168.7.1", "203.0.113.9"],
    ["203.0.113.9, 10.2.0.1,10.3.0.1", "203.0.113.9"],
    ["2001:db8:9::1, 2001:db8:5::2", "2001:db8:9::1"],
    ["203.0.113.9:51234", "203.0.113.9"],
    ["[2001:db8:9::1]:51234", "2001:db8:9::1"],
    ["10.9.9.9", "10.9.9.9"],
  ])("behind a trusted proxy that says %s is %s", (forwardedFor, expected) => {
    expect(clientAddress("::ffff:10.0.0.1", forwardedFor, proxies)).toBe(expected);
  });

  test.each(["", "unknown", "203.0.113.9, x", "1", "0x7f.1", "203.0.113.9 10.0.0.9"])(
    "stays the proxy's when it says %o",
    (forwardedFor) => {
      expect(clientAddress("10.0.0.1", forwardedFor, proxies)).toBe("10.0.0.1");
    },
  );
});

describe("trusted proxies", () => {
  test.each([
    ["0.0.0.0/0", "198.51.100.7", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::ffff:10.0.0.0/104", "10.1.2.3", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["::1", "::1", true],
  ])("%s and %s: %s", (range, address, expected) => {
    expect(trustedProxies([range])(address)).toBe(expected);
  });
});
