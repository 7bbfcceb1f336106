//! Where a request comes from, as limits see it.

use axum::http::StatusCode;

use super::{proxied, try_from, wait};
use crate::{
    accounts::client::{NOBODY, OTHER},
    support::{Engine, Site, on_both_engines},
};

on_both_engines! {
    an_address_behind_no_proxy_of_ours_is_what_it_is,
    an_ipv6_household_is_one,
}

async fn an_address_behind_no_proxy_of_ours_is_what_it_is(engine: Engine) {
    let rates = [("limits.enabled", "true"), ("limits.sign_ins_per_ip", "3/m")];
    for proxies in ["", "10.0.0.0/8"] {
        let mut settings = rates.to_vec();
        if !proxies.is_empty() {
            settings.push(("server.trusted_proxies", proxies));
        }
        let site = Site::with(engine, &settings).await;
        for number in 0..3 {
            try_from(&site, &format!("192.0.2.{number}"), NOBODY, OTHER).await.expect(StatusCode::UNAUTHORIZED);
        }
        wait(&try_from(&site, "192.0.2.9", NOBODY, OTHER).await);
    }
    let site = proxied(engine, &rates).await;
    for number in 0..3 {
        let spoofed = format!("203.0.113.{number}, 198.51.100.7");
        try_from(&site, &spoofed, NOBODY, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_from(&site, "203.0.113.9, 198.51.100.7", NOBODY, OTHER).await);
}

async fn an_ipv6_household_is_one(engine: Engine) {
    let site = proxied(engine, &[("limits.sign_ins_per_ip", "3/m")]).await;
    for host in ["::1", "1:2:3:4", "ffff:ffff:ffff:ffff"] {
        let ip = format!("2001:db8:0:1:{}", host.trim_start_matches("::"));
        let ip = if host == "::1" { "2001:db8:0:1::1".to_owned() } else { ip };
        try_from(&site, &ip, NOBODY, OTHER).await.expect(StatusCode::UNAUTHORIZED);
    }
    wait(&try_from(&site, "[2001:db8:0:1:5::9]:443", NOBODY, OTHER).await);
    try_from(&site, "2001:db8:0:2::1", NOBODY, OTHER).await.expect(StatusCode::UNAUTHORIZED);
}
