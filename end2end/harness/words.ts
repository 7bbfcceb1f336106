// What the pages say in English (app/src/words/en.rs), as the tests look for it. A test reads what
// a person reads, so a changed sentence is changed here as well.

export const notice = {
    signedIn: "You are signed in.",
    signedOut: "You are signed out.",
    signedOutElsewhere: "You signed out in another tab, so this one is signed out too.",
    sessionEnded: "Your session has ended. Sign in again to carry on.",
    steppedUp: "Thank you, confirmed.",
    renewed: "Your session is renewed.",
    offline: "You are offline. You stay signed in, and we carry on when the network is back.",
    backOnline: "Back online.",
    cancelled: "Sign-in cancelled. Nothing has changed.",
    timedOut: "We heard nothing from the sign-in window for five minutes. Try again.",
    accessDenied: "The provider says no: access was refused, or you pressed Deny.",
    loginRequired: "The provider wants you to sign in there first. Try again and sign in there.",
    providerError: "The provider reported a problem of its own. Try again, or sign in another way.",
    providerUnreachable: "The provider cannot be reached. Try again in a moment, or sign in another way.",
    answerRefused: "The provider’s answer did not pass our checks, so we did not accept it. Try again.",
    addressInUse:
        "This e-mail address belongs to an account that signs in another way. Sign in the way you did before.",
    signInUsed: "This sign-in is already finished. If you are not signed in, start again.",
    signInUnknown: "This sign-in was not started in this browser. Start again from here.",
    orderPlaced: "Your order is placed.",
} as const;

export const says = {
    waitingFor: (provider: string) => `Waiting for the window of ${provider}…`,
    stillWaitingFor: (provider: string) => `Still waiting for ${provider}.`,
    checkingSession: "Checking your session…",
    silent: (provider: string) => `${provider} does not answer at the moment`,
    signInToOrder: "Sign in to order",
    stillYou: "Still you?",
    supportCode: /Support code \S+/,
} as const;
