import { answered } from "../../harness/guard.ts";
import { signInByPage, signInByPopup } from "../../harness/peers/flows.ts";
import { expect, test } from "../../harness/peers/test.ts";

// oidc-provider takes a secret in the header and in the body, whichever of the two it was told of, and
// refuses whoever should sign and does not.
const clients = [
    { id: "panva", label: "Panva", byHeader: true },
    { id: "panva_post", label: "Panva post", byHeader: false },
    { id: "panva_jwt_ec", label: "Panva key EC", byHeader: false },
    { id: "panva_jwt_rsa", label: "Panva key RSA", byHeader: false },
    { id: "panva_public", label: "Panva public", byHeader: false },
    { id: "panva_eddsa", label: "Panva EdDSA", byHeader: true },
    { id: "panva_hs256", label: "Panva HS256", byHeader: true },
];

for (const { id, label, byHeader } of clients) {
    test(`peers: popup through ${label}: it proves itself as it was told to`, async ({ visitor, panva, person }) => {
        await visitor.open("/");

        await signInByPopup(visitor, panva, label, person);

        await visitor.isTold("signedIn");
        const { authorization } = panva.door.heard.get("POST /token") ?? {};
        expect(authorization?.startsWith("Basic ") ?? false).toBe(byHeader);
    });

    test(`peers: page through ${label}`, async ({ visitor, panva, person, gatepost }) => {
        await signInByPage(visitor, panva, id, person);
        expect(gatepost.log).not.toContain("PRIVATE KEY");
    });
}

test("peers: an ID token by HS256, which nobody asked for: refused in words, no session", async ({
    visitor,
    panva,
    person,
    guard,
}) => {
    guard.allow(answered(400));
    await visitor.open("/");
    await visitor.signInButton("Panva HS256 unasked").click();

    await panva.prove(await panva.door.window(visitor.context), person);

    await visitor.isTold("answerRefused");
    expect(await visitor.sessionCookie()).toBeUndefined();
    await visitor.seesNobody();
});
