using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Commands.Files;

/// <summary>
/// What commands answer about files of an image beside what a program answers about the same files of a mount; both are compared as bytes, and what differs is given
/// as diff(1) tells it.
/// </summary>
internal static class ListedImages
{
    /// <summary>Cases that a mount can show, but for one of 9 GiB.</summary>
    public static string[] Cases { get; } =
        [.. Corpora.All.SelectMany(corpus => corpus.Names).Where(name => !CaseDeviations.IsCut(name) && name is not "c-xz" and not "sparse-9g")];

    /// <summary>The source of the image of a case.</summary>
    public static string SourceOf(string name) => $"oci:{Corpora.Having(name).Layout}:{name}";

    /// <summary>
    /// Runs a line of shell in the root file system of a mount, in which <c>/etc/passwd</c> and <c>/etc/group</c> of the machine are those of the image, and another that
    /// has the executable as <c>$ocifs</c> and the source as <c>$image</c>.
    /// </summary>
    /// <returns>How their outputs differ; empty where they do not.</returns>
    public static string Differences(string rootfs, string source, string program, string command)
    {
        const string Script = """
            export LC_ALL=C.UTF-8 TZ=UTC ocifs=$3 image=$2 out=$(mktemp -d)
            trap 'rm -rf "$out"' EXIT
            unshare --mount bash -c '
                cd "$1/" || exit
                for file in passwd group; do
                    if [ -f etc/$file ] && [ ! -L etc ] && [ ! -L etc/$file ]; then mount --bind etc/$file /etc/$file; fi
                done
                export LC_ALL=C; eval "$2"' bash "$1" "$4" >"$out/program" 2>"$out/program.err"
            eval "$5" >"$out/command" 2>"$out/command.err"
            cmp -s "$out/program" "$out/command" || diff -a "$out/program" "$out/command" | head -n 20
            [ -s "$out/command" ] || { echo nothing; cat "$out"/*.err; }
            """;
        return Command.Shell(Script, rootfs, source, Repository.Executable, program, command).Output;
    }
}
