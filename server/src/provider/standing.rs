use crate::clock::Timestamp;

/// Where an authorization code stands. A transition consumes the standing it starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Given out, not seen again yet.
    Issued {
        /// When it lapses.
        expires_at: Timestamp,
    },
    /// Exchanged. What was issued for it counts.
    Redeemed {
        /// When.
        at: Timestamp,
    },
    /// Ended. Nothing that was issued for it counts.
    Revoked {
        /// When.
        at: Timestamp,
    },
}

/// What presenting a code comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// The first time, and in time.
    Accepted(Standing),
    /// Too late. Nothing changes.
    Lapsed(Standing),
    /// A code that was used comes again: it has leaked, so what was issued for it ends
    /// (RFC 6749 §4.1.2).
    Replayed(Standing),
}

impl Standing {
    /// The code is presented by the client it was made for, with everything it is bound to.
    #[must_use]
    pub fn present(self, now: Timestamp) -> Presented {
        match self {
            Self::Issued { expires_at } if now < expires_at => Presented::Accepted(Self::Redeemed { at: now }),
            Self::Issued { .. } => Presented::Lapsed(self),
            Self::Redeemed { .. } | Self::Revoked { .. } => Presented::Replayed(self.revoke(now)),
        }
    }

    /// The grant is ended. What ended first stays the end.
    #[must_use]
    pub fn revoke(self, now: Timestamp) -> Self {
        match self {
            Self::Issued { .. } | Self::Redeemed { .. } => Self::Revoked { at: now },
            Self::Revoked { .. } => self,
        }
    }

    /// Whether tokens issued for the code count.
    pub fn counts(self) -> bool {
        match self {
            Self::Redeemed { .. } => true,
            Self::Issued { .. } | Self::Revoked { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EARLY: Timestamp = Timestamp::from_seconds(10);
    const LATE: Timestamp = Timestamp::from_seconds(70);
    const ISSUED: Standing = Standing::Issued { expires_at: LATE };

    #[test]
    fn a_code_is_accepted_once_and_in_time() {
        let redeemed = Standing::Redeemed { at: EARLY };
        assert_eq!(ISSUED.present(EARLY), Presented::Accepted(redeemed));
        assert_eq!(ISSUED.present(LATE), Presented::Lapsed(ISSUED));
        assert_eq!(redeemed.present(EARLY), Presented::Replayed(Standing::Revoked { at: EARLY }));
    }

    #[test]
    fn an_end_is_final_and_keeps_its_time() {
        let ended = Standing::Revoked { at: EARLY };
        assert_eq!(ended.present(LATE), Presented::Replayed(ended));
        assert_eq!(ended.revoke(LATE), ended);
        assert_eq!(ISSUED.revoke(EARLY), ended);
    }

    #[test]
    fn tokens_count_only_while_redeemed() {
        assert!(Standing::Redeemed { at: EARLY }.counts());
        assert!(!ISSUED.counts() && !Standing::Revoked { at: EARLY }.counts());
    }
}
