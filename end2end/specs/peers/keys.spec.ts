import { signInByPage, signInByPopup } from "../../harness/peers/flows.ts";
import { newcomer } from "../../harness/peers/person.ts";
import { expect, test } from "../../harness/peers/test.ts";

test("peers: Panva changes its keys while somebody signs in: nobody notices", async ({
    visitor,
    newBrowser,
    panva,
    person,
}) => {
    // By now Gatepost knows the keys that go.
    await signInByPage(await newBrowser(), panva, "panva", newcomer());
    await visitor.open("/");
    await visitor.signInButton("Panva").click();
    const popup = await panva.door.window(visitor.context);
    await popup.getByLabel("Login").waitFor();

    panva.rotateKeys();

    const before = panva.door.count("GET /jwks");
    await panva.prove(popup, person);
    await visitor.seesSelf(person);
    expect(panva.door.count("GET /jwks")).toBe(before + 1);

    // The new ones are known now.
    const other = await newBrowser();
    await other.open("/");
    await signInByPopup(other, panva, "Panva", newcomer());
    expect(panva.door.count("GET /jwks")).toBe(before + 1);
});
