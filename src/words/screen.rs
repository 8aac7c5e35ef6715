//! What the plainest screens say: one that waits, and one on which nothing can be done.

use super::language::texts;

texts! {
    not_ready: "Not ready", "준비되지 않음";
    review: "Review", "검토";
    try_again: "Try again", "다시 시도";
    start_over: "Start over", "처음부터 다시";
    one_moment: "One moment", "잠시만 기다려 주십시오";
    /// What goes on while a screen is made ready.
    starting: "Starting…", "시작하는 중…";
    checking_answer: "Checking the answer from Microsoft.", "Microsoft의 응답을 확인하고 있습니다.";
    looking_for_interrupted: "Looking for what was interrupted…", "중단된 작업을 찾고 있습니다…";
    looking: "Looking at your tenant…", "테넌트를 살펴보고 있습니다…";
    going_to_microsoft: "Going to Microsoft to ask for the rights to write…", "쓰기 권한을 요청하기 위해 Microsoft로 이동하고 있습니다…";
    removing_secret: "Removing the secret…", "비밀을 제거하고 있습니다…";
    undoing: "Removing what this run made. Right after a create this can take a minute…", "이번 실행에서 만든 항목을 제거하고 있습니다. 만든 직후에는 1분 정도 걸릴 수 있습니다…";
    leaving_tenant: "Removing Entra Handover from your tenant…", "테넌트에서 Entra Handover를 제거하고 있습니다…";
    window_opens: "Sign in to Microsoft in the window that opens…", "열리는 창에서 Microsoft에 로그인하십시오…";
    page_left: "This page was left.", "이 페이지를 떠났습니다.";
}
