import { expect, test } from "../harness/test.ts";

// The provider answers with a form that posts itself here from its own site: a cookie of
// `SameSite=Lax` stays behind, so the sign-in's cookie has to be another.
test.use({
    settings: {
        PROVIDERS__OKTA__ISSUER: "{demo}/oauth2/default",
        PROVIDERS__OKTA__CLIENT_ID: "gatepost-demo",
        PROVIDERS__OKTA__CLIENT_SECRET: "demo",
        PROVIDERS__OKTA__RESPONSE_MODE: "form_post",
    },
});

test("14 a provider that posts its answer: signs in by popup", async ({ visitor }) => {
    await visitor.open("/");
    await visitor.signIn();

    await visitor.isTold("signedIn");
    await expect.poll(() => visitor.popups().length).toBe(0);
    expect(visitor.traffic.count("POST /auth/okta/callback")).toBe(1);
});

test("14 a provider that posts its answer: signs in by full page", async ({ visitor }) => {
    await visitor.arriveSignedIn("/profile");
});
