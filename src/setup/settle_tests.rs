use super::*;

/// Feeds reads, one a second unless said otherwise, and compares what is said of the last.
fn check(reads: &[(bool, i64)], expected: &Result<Option<Standing>, Settled>) {
    let started = "2026-11-24T10:00:00Z".parse().expect("a literal time");
    let mut sight = Sight::new(started);
    let mut now: DateTime<Utc> = started;
    let mut last = Ok(None);
    for (listed, seconds) in reads {
        now += TimeDelta::seconds(*seconds);
        last = sight.next(*listed, now);
    }
    assert_eq!(&last, expected, "{reads:?}");
}

#[test]
fn a_secret_is_confirmed_by_three_reads_in_a_row() {
    let seen = |times| Ok(Some(Standing::Seen(times)));
    check(&[(true, 1)], &seen(1));
    check(&[(true, 1), (true, 1)], &seen(2));
    check(
        &[(true, 1), (true, 1), (true, 1)],
        &Ok(Some(Standing::Confirmed)),
    );
    check(&[(true, 1), (true, 1), (false, 1)], &seen(0));
    check(
        &[(true, 1), (true, 1), (false, 1), (true, 1), (true, 1)],
        &seen(2),
    );
    check(&[(false, 1)], &Ok(None));
    // Said once, not at every read.
    check(&[(true, 1); 4], &Ok(None));
}

#[test]
fn a_secret_that_goes_missing_is_no_longer_confirmed_and_then_gone() {
    let mut reads = vec![(true, 1); 3];
    reads.push((false, 15));
    check(&reads, &Ok(Some(Standing::Seen(0))));
    // A laptop that slept for a day has read only twice.
    reads.push((false, 86_400));
    check(&reads, &Ok(None));
    reads.extend([(false, 30); 2]);
    check(&reads, &Ok(None));
    reads.push((false, 1));
    check(&reads, &Err(Settled::Vanished));
}

#[test]
fn what_is_never_seen_is_asked_about_and_then_given_up() {
    check(&[(false, 60); 4], &Ok(None));
    check(&[(false, 60); 5], &Ok(Some(Standing::Late)));
    check(&[(false, 60); 6], &Ok(None));
    check(&[(false, 86_400); 4], &Ok(None));
    let mut seen = vec![(false, 60); 5];
    seen.extend([(true, 1); 3]);
    check(&seen, &Ok(Some(Standing::Confirmed)));
    check(&[(false, 60); 15], &Err(Settled::NeverSeen));
}
