use app::words::Language;
use server::{
    account::Asker,
    audit::Visitor,
    clock::{Clock, SystemClock, Timestamp},
    store::Engine,
};

/// When the seeded sessions end.
const END: Timestamp = Timestamp::from_seconds(4_000_000_000);

/// Adds that many people in one transaction. Everybody has an address, a user name and a password, and
/// has signed in once from where the load comes from. Every fifth never showed that the address is
/// theirs, another fifth can also sign in by a provider, and every tenth has a session.
pub fn script(engine: Engine, people: u32, hash: &str) -> String {
    let seed = numbered(engine, people);
    let salt = match engine {
        Engine::Sqlite => "cast(substr(id, 1, 16) as blob)",
        Engine::Postgres => "cast(substr(id, 1, 16) as bytea)",
    };
    let now = SystemClock::new(String::new()).now().millis();
    let end = END.millis();
    let device = device();
    format!(
        "begin;
         insert into people (id, name, email, folded_email, verified_email, username, folded_username, first_name, \
             last_name, password_hash, password_set_at, last_sign_in_at, created_at)
         {seed} select id, 'Person ' || n, login || '@Example.com', login || '@example.com', \
             case when n % 5 <> 1 then login || '@example.com' end, login, login, 'Person', 'Number ' || n, \
             '{hash}', {now}, {now}, {now} from seed;
         insert into devices (person_id, device_hash, created_at, last_used_at)
         {seed} select id, '{device}', {now}, {now} from seed;
         insert into identities (issuer, subject, person_id, provider, email, created_at, last_used_at)
         {seed} select 'https://id.example.com', login, id, 'okta', login || '@example.com', {now}, {now} \
             from seed where n % 5 = 0;
         insert into families (id, person_id, client_id, provider, salt, generation, seen_generation, handed_at, \
             handed_process, handed_tick, idle_expires_at, absolute_expires_at, auth_time, amr, ip, user_agent, \
             created_at)
         {seed} select id, id, 'api', 'password', {salt}, 0, 0, {now}, '00000000-0000-4000-8000-000000000000', 0, \
             {end}, {end}, {now}, 'pwd', '127.0.0.1', '', {now} from seed where n % 10 = 0;
         commit;"
    )
}

/// A table `seed` of that many numbers, ids and logins. The ids are spread as evenly as random ones,
/// in ascending order: rows are only ever added at an index's end, which takes seconds, not minutes.
fn numbered(engine: Engine, people: u32) -> String {
    let step = u32::MAX / people;
    match engine {
        Engine::Sqlite => format!(
            "with recursive number (n) as (select 0 union all select n + 1 from number where n + 1 < {people}), \
             seed (n, id, login) as (select n, printf('%08x-0000-4000-8000-%012d', n * {step}, n), \
             printf('person-%07d', n) from number)"
        ),
        Engine::Postgres => format!(
            "with seed (n, id, login) as (select n, \
             lpad(to_hex(n * {step}), 8, '0') || '-0000-4000-8000-' || lpad(cast(n as text), 12, '0'), \
             'person-' || lpad(cast(n as text), 7, '0') \
             from generate_series(cast(0 as bigint), {people} - 1) as number (n))"
        ),
    }
}

/// What the load is known by: a new device would be told of by mail.
fn device() -> String {
    let visitor = Visitor { ip: "127.0.0.1".to_owned(), user_agent: String::new() };
    Asker { visitor, device: None, language: Language::default() }.plain_device()
}
