//! Any interleaving of tabs, lost answers, replays and clock steps, played against the pure
//! state machine: nobody is signed out by accident, and no replayed old token goes on to work.
//!
//! The model is a browser: one cookie jar, any number of tabs that know nothing of each other (no
//! Web Lock), requests that reach the server up to ten seconds after they were sent and answers
//! that reach the jar within the same ten seconds or never. The rules it relies on are those of
//! the session engine: a tab asks for a settled rotation and gives a request up after ten seconds.
//!
//! The server is one process whose wall clock is set to anything at any time, or two whose clocks
//! differ by up to ten seconds, each request reaching the one or the other.

use app::wire::Rotation;
use proptest::prelude::*;

use super::{Answer, Limits, Live, Refusal};
use crate::clock::{Moment, Timestamp};

/// Milliseconds after which the session engine aborts a request.
const REQUEST_LIFE: i64 = 10_000;
/// Milliseconds by which the clocks of two replicas may differ: the grace window, less a request
/// and an answer.
const MOST_SKEW: i64 = 10_000;

/// The server: one process, or two of which the second's wall clock is that many ms ahead.
#[derive(Clone, Copy, Debug)]
enum Server {
    One,
    Two { skew: i64 },
}

fn server() -> impl Strategy<Value = Server> {
    prop_oneof![Just(Server::One), (-MOST_SKEW..=MOST_SKEW).prop_map(|skew| Server::Two { skew })]
}

#[derive(Clone, Debug)]
enum Event {
    /// A tab sends the jar's cookie; server and jar are reached that many ms later, or never.
    Renew { replica: usize, reaches_server: i64, reaches_jar: i64, answer_lost: bool },
    /// A page load or an API call shows what the jar holds.
    Show { replica: usize },
    /// Time passes.
    Wait(i64),
    /// Somebody sets the wall clock.
    StepClock(i64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let replica = || 0..2_usize;
    let renew =
        (replica(), 0..REQUEST_LIFE, 0..REQUEST_LIFE, any::<bool>()).prop_map(|(replica, a, b, answer_lost)| {
            Event::Renew { replica, reaches_server: a.min(b), reaches_jar: a.max(b), answer_lost }
        });
    let event = prop_oneof![
        5 => renew,
        3 => replica().prop_map(|replica| Event::Show { replica }),
        3 => (0..3_000_i64).prop_map(Event::Wait),
        2 => (0..120_000_i64).prop_map(Event::Wait),
        1 => (0..2_000_000_i64).prop_map(Event::Wait),
        1 => (-400_000_000..400_000_000_i64).prop_map(Event::StepClock),
    ];
    prop::collection::vec(event, 1..120)
}

/// Something on its way.
#[derive(Clone, Copy, Debug)]
enum Flight {
    Request { replica: usize, generation: u32, jar_at: i64, answer_lost: bool },
    Answer { generation: u32 },
}

struct World {
    server: Server,
    family: Option<Live>,
    limits: Limits,
    jar: u32,
    tick: i64,
    step: i64,
    flights: Vec<(i64, Flight)>,
}

impl World {
    fn new(server: Server) -> Self {
        // Age is not what is tried here, and a stepped clock must not end the session by it.
        let limits = Limits {
            idle: std::time::Duration::from_secs(1 << 40),
            absolute: std::time::Duration::from_secs(1 << 40),
            ..Limits::default()
        };
        let mut world = Self { server, family: None, limits, jar: 0, tick: 0, step: 0, flights: Vec::new() };
        world.family = Some(Live::begin(world.moment(0), &limits));
        world
    }

    /// The moment by that replica's clocks. Processes did not start at the same time, so that their
    /// monotonic clocks have nothing to do with each other.
    fn moment(&self, replica: usize) -> Moment {
        let (process, off, tick) = match (self.server, replica) {
            (Server::One, _) => ("p", self.step, self.tick),
            (Server::Two { .. }, 0) => ("p", 0, self.tick),
            (Server::Two { skew }, _) => ("q", skew, self.tick + 7_777_777),
        };
        let at = Timestamp::from_millis(1_800_000_000_000 + self.tick + off);
        Moment { at, process: process.to_owned(), tick }
    }

    fn family(&self) -> Live {
        self.family.clone().expect("the family goes on")
    }

    fn present(&mut self, replica: usize, generation: u32, rotation: Rotation) -> Answer {
        let answer = self.family().present(generation, rotation, self.moment(replica), &self.limits);
        match &answer {
            Answer::Rotated(next) | Answer::Repeated(next) | Answer::Current(next) => self.family = Some(next.clone()),
            Answer::Refused(Refusal::Reused) => self.family = None,
            Answer::Refused(_) => {}
        }
        answer
    }

    fn show(&mut self, replica: usize) {
        let family = self.family();
        assert!(family.admits(self.jar, &self.moment(replica), &self.limits), "a page load found nobody: {family:?}");
        self.family = Some(Live { seen: family.seen.max(self.jar), ..family });
    }

    /// Lets time pass, delivering what is due in its order.
    fn wait(&mut self, millis: i64) {
        let until = self.tick + millis;
        while let Some(index) = self.next_due(until) {
            let (due, flight) = self.flights.swap_remove(index);
            self.tick = self.tick.max(due);
            match flight {
                Flight::Answer { generation } => self.jar = generation,
                Flight::Request { replica, generation, jar_at, answer_lost } => {
                    match self.present(replica, generation, Rotation::Settled) {
                        Answer::Rotated(next) | Answer::Repeated(next) => {
                            if !answer_lost {
                                self.flights.push((jar_at, Flight::Answer { generation: next.generation }));
                            }
                        }
                        Answer::Current(_) => {}
                        Answer::Refused(why) => panic!("an honest tab was refused: {why:?}"),
                    }
                }
            }
        }
        self.tick = until;
    }

    fn next_due(&self, until: i64) -> Option<usize> {
        let due = |index: &usize| self.flights[*index].0;
        (0..self.flights.len()).filter(|index| due(index) <= until).min_by_key(due)
    }

    fn play(&mut self, event: &Event) {
        match *event {
            Event::Renew { replica, reaches_server, reaches_jar, answer_lost } => {
                let request =
                    Flight::Request { replica, generation: self.jar, jar_at: self.tick + reaches_jar, answer_lost };
                self.flights.push((self.tick + reaches_server, request));
            }
            Event::Show { replica } => self.show(replica),
            Event::Wait(millis) => self.wait(millis),
            Event::StepClock(millis) => self.step = millis,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nobody_is_signed_out_by_accident(server in server(), events in events()) {
        let mut world = World::new(server);
        for event in &events {
            world.play(event);
        }
        world.wait(2 * REQUEST_LIFE);
        world.show(0);
    }

    /// Whatever went before: once the newest token was seen and the window has closed, every
    /// older token ends the family, and after that nothing gets a token any more.
    #[test]
    fn a_replayed_old_token_never_goes_on_to_work(server in server(), events in events(), age in 1_u32..5, step in -400_000_000..400_000_000_i64) {
        let mut world = World::new(server);
        for event in &events {
            world.play(event);
        }
        world.wait(2 * REQUEST_LIFE);
        world.show(0);
        let newest = world.family().generation;
        prop_assume!(newest >= age);
        if world.jar < newest {
            // The newest answer was lost; the honest tab gets it now.
            world.play(&Event::Renew { replica: 0, reaches_server: 1, reaches_jar: 1, answer_lost: false });
            world.wait(1);
            world.show(0);
        }
        world.wait(31_000 + MOST_SKEW);
        world.step = step;
        let newest = world.family().generation;
        prop_assert_eq!(world.present(1, newest - age, Rotation::Always), Answer::Refused(Refusal::Reused));
        prop_assert!(world.family.is_none());
    }

    /// However often the token before the newest is replayed, it never gets anything but the
    /// newest: there are never two lines of tokens.
    #[test]
    fn there_is_only_ever_one_line(server in server(), events in events()) {
        let mut world = World::new(server);
        let mut highest = 0;
        for event in &events {
            world.play(event);
            let generation = world.family().generation;
            prop_assert!(generation >= highest);
            prop_assert!(world.jar <= generation);
            highest = generation;
        }
    }
}
