import { beforeEach, describe, expect, test } from "vitest";
import { system } from "#lib/audit/event.ts";
import { after, type Duration, days, before as earlier, hours, minutes } from "#lib/duration.ts";
import { actorOf, aSession, noon } from "#lib/testing/builders.ts";
import type { Role } from "../session.ts";
import type { IdleTimeouts, SessionStore, StartOptions, StoredSession } from "../session-store.ts";
import { hashToken, newId, newToken } from "../token.ts";

interface ContractAccount {
  id: string;
  role: Role;
  passwordChangedAt: Date;
}

interface ContractEvent {
  at: Date;
  name: string;
  actorKind: string;
  actorId: string | null;
  accountId: string | null;
  sessionId: string | null;
  detail: Record<string, unknown>;
}

/** A store, empty but for what is put in here, and the means to set it up and to read its trail. */
export interface OpenedStore {
  store: SessionStore;
  addAccount(given?: {
    role?: Role;
    bannedAt?: Date;
    bannedUntil?: Date;
    passwordChangedAt?: Date;
  }): Promise<ContractAccount>;
  /** The whole trail, oldest first. */
  listEvents(): Promise<ContractEvent[]>;
}

const idle: IdleTimeouts = { admin: minutes(30), member: hours(1), remembered: days(14) };

/** What every implementation of `SessionStore` must hold. `open` is called before each test and cleans up by itself. */
export function describeSessionStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: SessionStore;
    let account: ContractAccount;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      account = await opened.addAccount();
    });

    const starting = (
      session: StoredSession,
      owner: ContractAccount,
      given: Partial<StartOptions> = {},
    ) =>
      store.start(session, {
        actor: actorOf(owner),
        maxSessions: 100,
        replaces: null,
        checked: owner,
        ...given,
      });

    async function started(
      given: Partial<StoredSession> = {},
      owner = account,
    ): Promise<StoredSession> {
      const session = aSession(owner.id, given);
      expect(await starting(session, owner)).toBe(true);
      return session;
    }

    const isAlive = async (session: StoredSession): Promise<boolean> =>
      (await store.findByTokenHash(session.tokenHash)) !== null;

    const reasonOf = async (session: StoredSession) =>
      (await store.findEnded(session.tokenHash))?.reason ?? null;

    const eventsOf = async (session: StoredSession): Promise<ContractEvent[]> =>
      (await opened.listEvents()).filter(({ sessionId }) => sessionId === session.id);

    const revoked = () => ({ reason: "revoked", actor: actorOf(account), at: noon }) as const;

    describe("starting", () => {
      test("a session is found by its token's hash, every field and every millisecond as it was", async () => {
        const session = await started({
          kind: "app",
          remembered: true,
          createdAt: new Date(1_700_000_000_001),
          lastSeenAt: new Date(1_700_000_000_012),
          authenticatedAt: new Date(1_700_000_000_123),
          expiresAt: new Date(1_799_999_999_999),
          userAgent: `O'Brien "quoted" \\ <b>é 名前 😀</b>`,
          deviceName: "Kitchen",
          place: "Zürich",
        });
        const found = await store.findByTokenHash(session.tokenHash);
        expect(found?.session).toEqual(session);
        expect(found?.account).toMatchObject({ id: account.id, role: "member", bannedAt: null });
      });

      test("a sign-in is one event, with who and which session", async () => {
        const session = await started({ remembered: true });
        expect(await eventsOf(session)).toEqual([
          expect.objectContaining({
            at: noon,
            name: "authn_login_success",
            actorKind: "account",
            actorId: account.id,
            accountId: account.id,
            detail: { remembered: true, kind: "browser" },
          }),
        ]);
      });

      test("nothing is written for an account that does not exist", async () => {
        const session = aSession(newId());
        expect(await starting(session, { ...account, id: session.accountId })).toBe(false);
        expect(await isAlive(session)).toBe(false);
        expect(await opened.listEvents()).toEqual([]);
      });

      test.each<[string, Partial<ContractAccount>]>([
        ["its password changed", { passwordChangedAt: earlier(noon, 1 as Duration) }],
        ["its role changed", { role: "admin" }],
      ])(
        "nothing is written when the account is not what was checked: %s",
        async (_, difference) => {
          const old = await started();
          const session = aSession(account.id);
          const checked = { ...account, ...difference };
          expect(
            await starting(session, account, { checked, replaces: old.tokenHash, maxSessions: 1 }),
          ).toBe(false);
          expect(await isAlive(session)).toBe(false);
          expect(await isAlive(old)).toBe(true);
          expect(await opened.listEvents()).toHaveLength(1);
        },
      );

      test.each<[string, boolean, { bannedAt: Date; bannedUntil?: Date }]>([
        ["for good", false, { bannedAt: earlier(noon, days(1)) }],
        [
          "until a millisecond from now",
          false,
          { bannedAt: noon, bannedUntil: after(noon, 1 as Duration) },
        ],
        ["until now", true, { bannedAt: noon, bannedUntil: noon }],
      ])("somebody banned %s may start one: %s", async (_, may, ban) => {
        const banned = await opened.addAccount(ban);
        const session = aSession(banned.id);
        expect(await starting(session, banned)).toBe(may);
        expect(await isAlive(session)).toBe(may);
      });

      test("the session that the browser had is ended, whoever's it was", async () => {
        const other = await opened.addAccount();
        const old = await started({}, other);
        const session = aSession(account.id);
        expect(await starting(session, account, { replaces: old.tokenHash })).toBe(true);
        expect(await reasonOf(old)).toBe("signed_out");
        expect(await isAlive(session)).toBe(true);
      });

      test("a token that nobody has replaces nothing", async () => {
        const old = await started();
        await starting(aSession(account.id), account, { replaces: hashToken(newToken()) });
        expect(await isAlive(old)).toBe(true);
      });

      test("beyond the most an account may have, the longest unseen gives way", async () => {
        const seen = (ago: number) => started({ lastSeenAt: earlier(noon, minutes(ago)) });
        const [middle, oldest, newest] = [await seen(20), await seen(30), await seen(10)];
        const another = await opened.addAccount();
        const others = await started({ lastSeenAt: earlier(noon, days(1)) }, another);
        const session = aSession(account.id);
        expect(await starting(session, account, { maxSessions: 3 })).toBe(true);
        expect(await store.findEnded(oldest.tokenHash)).toMatchObject({
          reason: "replaced",
          actorKind: "system",
          endedAt: noon,
        });
        expect(await Promise.all([middle, newest, session, others].map(isAlive))).toEqual([
          true,
          true,
          true,
          true,
        ]);
      });

      test("a lowered limit ends as many as are too many", async () => {
        for (let count = 0; count < 5; count++) await started();
        await starting(aSession(account.id), account, { maxSessions: 1 });
        expect(await store.countLive()).toBe(1);
      });

      test("the session that the browser had does not count against the limit", async () => {
        const [kept, replaced] = [await started(), await started()];
        await starting(aSession(account.id), account, {
          maxSessions: 2,
          replaces: replaced.tokenHash,
        });
        expect(await isAlive(kept)).toBe(true);
      });

      test("sessions that start at the same moment keep the limit", async () => {
        const starts = Array.from({ length: 10 }, () =>
          starting(aSession(account.id), account, { maxSessions: 3 }),
        );
        expect(await Promise.all(starts)).not.toContain(false);
        expect(await store.countLive()).toBe(3);
      });
    });

    describe("finding", () => {
      test("a hash that differs in one bit finds nothing", async () => {
        const { tokenHash } = await started();
        const other = Buffer.from(tokenHash);
        other.writeUInt8(other.readUInt8(31) ^ 1, 31);
        expect(await store.findByTokenHash(other)).toBeNull();
        expect(await store.findByTokenHash(tokenHash.subarray(0, 31))).toBeNull();
        expect(await store.findByTokenHash(Buffer.alloc(0))).toBeNull();
        expect(await store.findEnded(tokenHash)).toBeNull();
      });

      test("an account's sessions are listed last seen first, those seen at once by id", async () => {
        const seenAt = (at: Date, id: string) => started({ lastSeenAt: at, id });
        await seenAt(earlier(noon, minutes(2)), "c");
        await seenAt(noon, "b");
        await seenAt(noon, "a");
        await seenAt(earlier(noon, minutes(1)), "d");
        await started({}, await opened.addAccount());
        const listed = await store.listByAccount(account.id);
        expect(listed.map(({ session }) => session.id)).toEqual(["a", "b", "d", "c"]);
        expect(await store.listByAccount("nobody")).toEqual([]);
      });
    });

    describe("touching", () => {
      const later = after(noon, minutes(5));

      test("moves last-seen forward to the millisecond and writes nothing to the trail", async () => {
        const { id, tokenHash } = await started();
        expect(await store.touch(new Map([[id, new Date(later.getTime() + 7)]]))).toBe(1);
        const found = await store.findByTokenHash(tokenHash);
        expect(found?.session.lastSeenAt.getTime()).toBe(later.getTime() + 7);
        expect(await opened.listEvents()).toHaveLength(1);
      });

      test("never moves last-seen back", async () => {
        const { id, tokenHash } = await started({ lastSeenAt: later });
        expect(await store.touch(new Map([[id, noon]]))).toBe(1);
        expect((await store.findByTokenHash(tokenHash))?.session.lastSeenAt).toEqual(later);
      });

      test("does not bring an ended session back", async () => {
        const session = await started();
        await store.end({ accountId: account.id, id: session.id }, revoked());
        expect(await store.touch(new Map([[session.id, later]]))).toBe(0);
        expect(await isAlive(session)).toBe(false);
        expect(await store.findEnded(session.tokenHash)).toMatchObject({ lastSeenAt: noon });
      });

      test("an unknown id touches nothing", async () => {
        expect(await store.touch(new Map([[newId(), noon]]))).toBe(0);
        expect(await store.countLive()).toBe(0);
      });

      test("of several at once moves each to its own instant, whichever of them have ended", async () => {
        const [first, ended, last] = [await started(), await started(), await started()];
        await store.end({ accountId: account.id, id: ended.id }, revoked());
        const evenLater = new Date(later.getTime() + 1);
        const seen = new Map([
          [first.id, later],
          [ended.id, later],
          [last.id, evenLater],
        ]);
        expect(await store.touch(seen)).toBe(2);
        const found = await store.listByAccount(account.id);
        expect(found.map(({ session }) => [session.id, session.lastSeenAt])).toEqual([
          [last.id, evenLater],
          [first.id, later],
        ]);
      });
    });

    describe("replacing the token", () => {
      test("the new one works from now on, the old one does not, and all else stays", async () => {
        const session = await started({ remembered: true });
        const [tokenHash, at] = [hashToken(newToken()), after(noon, minutes(1))];
        const by = { actor: actorOf(account, session.id), at };
        expect(await store.replaceToken(session.id, tokenHash, by)).toEqual({ remembered: true });
        expect(await isAlive(session)).toBe(false);
        const found = await store.findByTokenHash(tokenHash);
        expect(found?.session).toEqual({ ...session, tokenHash, authenticatedAt: at });
        expect((await eventsOf(session)).map(({ name }) => name)).toEqual([
          "authn_login_success",
          "session_renewed",
        ]);
      });

      test("does not bring an ended session back", async () => {
        const session = await started();
        await store.end({ id: session.id }, revoked());
        const tokenHash = hashToken(newToken());
        const by = { actor: actorOf(account), at: noon };
        expect(await store.replaceToken(session.id, tokenHash, by)).toBeNull();
        expect(await store.findByTokenHash(tokenHash)).toBeNull();
        expect((await eventsOf(session)).map(({ name }) => name)).not.toContain("session_renewed");
      });
    });

    describe("ending", () => {
      test("moves the row to the history with reason, actor and time, and writes one event", async () => {
        const session = await started();
        const admin = await opened.addAccount({ role: "admin" });
        const at = new Date(noon.getTime() + 1_234);
        const ending = { reason: "forced", actor: actorOf(admin), at } as const;
        expect(await store.end({ id: session.id }, ending)).toBe(1);
        expect(await isAlive(session)).toBe(false);
        expect(await store.listByAccount(account.id)).toEqual([]);
        const history = { reason: "forced", actorKind: "account", actorId: admin.id, endedAt: at };
        expect(await store.findEnded(session.tokenHash)).toEqual({ ...session, ...history });
        expect((await eventsOf(session)).slice(1)).toEqual([
          expect.objectContaining({
            at,
            name: "authn_token_revoked",
            actorKind: "account",
            actorId: admin.id,
            accountId: account.id,
            detail: { reason: "forced" },
          }),
        ]);
      });

      test.each([
        ["signed_out", "authn_token_delete"],
        ["revoked", "authn_token_revoked"],
        ["idle", "session_expired"],
      ] as const)("for the reason %s is the event %s", async (reason, event) => {
        const session = await started();
        await store.end({ id: session.id }, { reason, actor: system, at: noon });
        expect((await eventsOf(session)).at(-1)).toMatchObject({
          name: event,
          actorKind: "system",
        });
      });

      test("somebody else's session stays as it is", async () => {
        const session = await started();
        const other = await opened.addAccount();
        expect(await store.end({ accountId: other.id, id: session.id }, revoked())).toBe(0);
        expect(await isAlive(session)).toBe(true);
        expect(await opened.listEvents()).toHaveLength(1);
      });

      test("all but one leaves that one, and everybody else's", async () => {
        const [own, ...others] = [await started(), await started(), await started()];
        const elsewhere = await started({}, await opened.addAccount());
        expect(await store.end({ accountId: account.id, except: own.id }, revoked())).toBe(2);
        expect(await Promise.all([own, elsewhere, ...others].map(isAlive))).toEqual([
          true,
          true,
          false,
          false,
        ]);
      });

      test("all of an account leaves everybody else's", async () => {
        const own = [await started(), await started()];
        const elsewhere = await started({}, await opened.addAccount());
        expect(await store.end({ accountId: account.id }, revoked())).toBe(2);
        expect(await Promise.all([elsewhere, ...own].map(isAlive))).toEqual([true, false, false]);
      });

      test("nothing ends when the session that the actor acts through has ended, or is not theirs", async () => {
        const [session, gone, others] = [
          await started(),
          await started(),
          await started({}, await opened.addAccount()),
        ];
        await store.end({ id: gone.id }, revoked());
        for (const through of [gone, others]) {
          const actor = actorOf(account, through.id);
          expect(await store.end({ accountId: account.id }, { ...revoked(), actor })).toBe(0);
        }
        expect(await isAlive(session)).toBe(true);
        const actor = actorOf(account, session.id);
        expect(await store.end({ accountId: account.id }, { ...revoked(), actor })).toBe(1);
      });

      test("two at the same moment count one and are one event", async () => {
        const session = await started();
        const twice = [1, 2].map(() => store.end({ id: session.id }, revoked()));
        expect((await Promise.all(twice)).toSorted()).toEqual([0, 1]);
        expect(await eventsOf(session)).toHaveLength(2);
      });

      test("the first reason stands", async () => {
        const session = await started();
        await store.end({ id: session.id }, revoked());
        await store.end({ id: session.id }, { ...revoked(), reason: "forced" });
        expect(await reasonOf(session)).toBe("revoked");
      });

      test("some of all ends no more than asked", async () => {
        for (let count = 0; count < 5; count++) await started({}, await opened.addAccount());
        const ending = { reason: "forced", actor: system, at: noon } as const;
        expect(await store.endSome(ending, 2)).toBe(2);
        expect(await store.countLive()).toBe(3);
        expect(await store.endSome(ending, 10)).toBe(3);
        expect(await store.endSome(ending, 10)).toBe(0);
      });
    });

    describe("ending what has timed out", () => {
      const unseen = (duration: Duration): Partial<StoredSession> => ({
        lastSeenAt: earlier(noon, duration),
      });
      const less = (duration: Duration) => (duration - 1) as Duration;

      test.each<[Role, boolean, Duration]>([
        ["member", false, idle.member],
        ["member", true, idle.remembered],
        ["admin", false, idle.admin],
        ["admin", true, idle.admin],
      ])(
        "the session of a(n) %s, remembered: %s, ends at its idle timeout and not before",
        async (role, remembered, timeout) => {
          const owner = await opened.addAccount({ role });
          const over = await started({ remembered, ...unseen(timeout) }, owner);
          const live = await started({ remembered, ...unseen(less(timeout)) }, owner);
          expect(await store.endTimedOut(idle, noon, 10)).toBe(1);
          expect(await isAlive(live)).toBe(true);
          const ended = { reason: "idle", endedAt: noon, actorKind: "system", actorId: null };
          expect(await store.findEnded(over.tokenHash)).toMatchObject(ended);
          expect((await eventsOf(over)).at(-1)).toMatchObject({
            name: "session_expired",
            detail: { reason: "idle" },
          });
        },
      );

      test("administrators who may be idle for longer than members are not held to the shorter time", async () => {
        const admin = await opened.addAccount({ role: "admin" });
        const live = await started(unseen(hours(2)), admin);
        const longer = { ...idle, admin: hours(3) };
        expect(await store.endTimedOut(longer, noon, 10)).toBe(0);
        expect(await isAlive(live)).toBe(true);
      });

      test("the absolute timeout ends a session in use, to the millisecond", async () => {
        const over = await started({ expiresAt: noon });
        const live = await started({ expiresAt: new Date(noon.getTime() + 1) });
        expect(await store.endTimedOut(idle, noon, 10)).toBe(1);
        expect([await reasonOf(over), await isAlive(live)]).toEqual(["expired", true]);
      });

      test("late, each is given the reason and the time of what came first", async () => {
        const idled = await started({ ...unseen(hours(3)), expiresAt: earlier(noon, hours(1)) });
        const expired = await started({
          ...unseen(hours(3)),
          expiresAt: earlier(noon, minutes(150)),
        });
        const inUse = await started({
          ...unseen(minutes(10)),
          expiresAt: earlier(noon, minutes(9)),
        });
        expect(await store.endTimedOut(idle, noon, 10)).toBe(3);
        const endings = [idled, expired, inUse].map(({ tokenHash }) => store.findEnded(tokenHash));
        expect(await Promise.all(endings)).toMatchObject([
          { reason: "idle", endedAt: earlier(noon, hours(2)) },
          { reason: "expired", endedAt: earlier(noon, minutes(150)) },
          { reason: "expired", endedAt: earlier(noon, minutes(9)) },
        ]);
      });

      test("no more than asked at a time, whatever ended them", async () => {
        for (let count = 0; count < 3; count++) await started(unseen(hours(2)));
        for (let count = 0; count < 3; count++) await started({ expiresAt: noon });
        const live = await started();
        const ended: number[] = [];
        for (let round = 0; round < 4; round++) ended.push(await store.endTimedOut(idle, noon, 2));
        expect(ended).toEqual([2, 2, 2, 0]);
        expect(await isAlive(live)).toBe(true);
      });
    });

    test("history older than asked is forgotten, the longest ended in small steps", async () => {
      const endedAt = async (at: Date) => {
        const session = await started();
        await store.end({ id: session.id }, { ...revoked(), at });
        return session;
      };
      const old = [await endedAt(earlier(noon, days(2))), await endedAt(earlier(noon, days(3)))];
      const kept = [await endedAt(earlier(noon, days(1))), await endedAt(noon)];
      expect(await store.purgeEnded(earlier(noon, days(1)), 1)).toBe(1);
      expect(await store.purgeEnded(earlier(noon, days(1)), 10)).toBe(1);
      expect(await store.purgeEnded(earlier(noon, days(1)), 10)).toBe(0);
      expect(await Promise.all(old.map(reasonOf))).toEqual([null, null]);
      expect(await Promise.all(kept.map(reasonOf))).toEqual(["revoked", "revoked"]);
    });
  });
}
