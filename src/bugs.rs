//! Deliberate bugs, to test the simulation with: each must be caught. They exist only with the feature `deliberate-bugs`, which
//! nothing that ships has (lint checks); without it every switch is a constant `false`, and no bug is in the program.

/// A mistake that somebody could have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// addPassword is sent again after its reply was lost.
    RetryAddPassword,
    /// addPassword is sent before its attempt is on the disk.
    NoIntent,
    /// The application is sent before its intent is on the disk.
    NoIntentForTheApplication,
    /// The service principal is sent before its intent is on the disk.
    NoIntentForThePrincipal,
    /// The run goes on although the journal could not be written.
    IgnoreTheFullJournal,
    /// What has the name is ours, whatever it holds.
    AdoptByName,
    /// Nobody looks again at an application before it is given a secret or rights.
    SkipTheProof,
    /// Undo deletes an application that stood there before the run.
    DeleteWhatWasThere,
    /// Undo deletes an application with what others put on it.
    DeleteWithStrangers,
    /// Undo removes for good without asking.
    PurgeUnasked,
    /// Strays are not looked for.
    SkipTheSweep,
    /// Strays are told by a name without the run.
    SweepByPrefix,
    /// A secret that was handed over is swept like a stray.
    SweepTheDelivered,
    /// A second secret of the successful attempt is no stray.
    ForgetTheTwin,
    /// The search for strays ends when the secret has been seen.
    EndTheSearchAtOnce,
    /// The secret is handed over when it was seen once.
    TrustTheFirstRead,
    /// The secret is handed over before it was seen.
    HandOverUnseen,
    /// A secret that vanished is handed over.
    HandOverTheVanished,
    /// A server error counts as "not carried out", and what was not carried out is forgotten.
    ErrorMeansNotApplied,
    /// "Not found" at a removal counts as gone at once.
    NotFoundMeansGone,
    /// "Not found" counts as gone, though the wait for it was cancelled.
    CancelledMeansGone,
    /// An application that is not found for a minute was deleted, and another one is made.
    AMinuteMeansGone,
    /// JSON of somebody on the way counts as Graph's.
    AnyAnswerIsGraphs,
    /// A removed secret that a replica still lists could not be removed.
    LaggingListDecides,
    /// A service principal that is not found any more is not made again.
    TrustTheRecordedPrincipal,
    /// The application is made without a unique name.
    NoUniqueName,
    /// Retry-After is not kept to.
    IgnoreRetryAfter,
    /// What fails is tried again without end.
    RetryForEver,
    /// The journal holds the secret.
    SecretInTheJournal,
    /// The token goes into the address.
    TokenInTheAddress,
    /// The ids of an application that an earlier attempt made are not journalled.
    ForgetTheApplication,
    /// A second tab writes beside the first.
    TwoWriters,
    /// A refused consent counts as given.
    DoneWithoutConsent,
    /// The secret that lasts longest counts as the one in use, and the others as old.
    TickTheLongest,
    /// A renewal removes the old secrets before the new one is in anybody's hands.
    ClearBeforeTheHandOver,
    /// Secrets that the user did not tick are removed with those that were.
    ClearUnticked,
    /// Work on what stands there is begun before its intent is on the disk.
    NoIntentForTheUpkeep,
    /// A repair consents to all that the profile names, whatever was confirmed.
    RepairTheWholeProfile,
    /// With a set-up go the others of its name.
    RemoveByName,
    /// What is removed is removed for good at once.
    PurgeWithTheRemoval,
}

impl Bug {
    pub const ALL: [Self; 40] = [
        Self::RetryAddPassword,
        Self::NoIntent,
        Self::NoIntentForTheApplication,
        Self::NoIntentForThePrincipal,
        Self::IgnoreTheFullJournal,
        Self::AdoptByName,
        Self::SkipTheProof,
        Self::DeleteWhatWasThere,
        Self::DeleteWithStrangers,
        Self::PurgeUnasked,
        Self::SkipTheSweep,
        Self::SweepByPrefix,
        Self::SweepTheDelivered,
        Self::ForgetTheTwin,
        Self::EndTheSearchAtOnce,
        Self::TrustTheFirstRead,
        Self::HandOverUnseen,
        Self::HandOverTheVanished,
        Self::ErrorMeansNotApplied,
        Self::NotFoundMeansGone,
        Self::CancelledMeansGone,
        Self::AMinuteMeansGone,
        Self::AnyAnswerIsGraphs,
        Self::LaggingListDecides,
        Self::TrustTheRecordedPrincipal,
        Self::NoUniqueName,
        Self::IgnoreRetryAfter,
        Self::RetryForEver,
        Self::SecretInTheJournal,
        Self::TokenInTheAddress,
        Self::ForgetTheApplication,
        Self::TwoWriters,
        Self::DoneWithoutConsent,
        Self::TickTheLongest,
        Self::ClearBeforeTheHandOver,
        Self::ClearUnticked,
        Self::NoIntentForTheUpkeep,
        Self::RepairTheWholeProfile,
        Self::RemoveByName,
        Self::PurgeWithTheRemoval,
    ];

    /// Whether it can show only where something stood before.
    pub fn is_of_a_second_visit(self) -> bool {
        self as u8 >= Self::TickTheLongest as u8
    }
}

#[cfg(feature = "deliberate-bugs")]
std::thread_local! {
    static ON: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

/// Whether this thread has that bug.
#[cfg(feature = "deliberate-bugs")]
pub fn is_on(bug: Bug) -> bool {
    ON.get() == Some(bug)
}

/// The bug that this thread has.
#[cfg(feature = "deliberate-bugs")]
pub fn on() -> Option<Bug> {
    ON.get()
}

/// Gives this thread a bug, or none.
#[cfg(feature = "deliberate-bugs")]
pub fn turn_on(bug: Option<Bug>) {
    ON.set(bug);
}

/// There is no bug.
#[cfg(not(feature = "deliberate-bugs"))]
#[inline(always)]
pub const fn is_on(_: Bug) -> bool {
    false
}
