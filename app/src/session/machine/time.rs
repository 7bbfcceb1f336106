/// A moment on this browser's wall clock, in milliseconds since 1970.
///
/// The clock may be wrong by days and may jump: only differences between two of its readings
/// count, and none of the arithmetic can overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(i64);

/// One second, in milliseconds.
pub(super) const SECOND: i64 = 1_000;

impl Millis {
    /// That many milliseconds after 1970.
    pub const fn new(since_1970: i64) -> Self {
        Self(since_1970)
    }

    /// Milliseconds since 1970.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// That many milliseconds later.
    #[must_use]
    pub const fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Milliseconds since `earlier`; negative once the clock was put back.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}
