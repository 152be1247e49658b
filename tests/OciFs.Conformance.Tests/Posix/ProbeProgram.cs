using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>native/posix, compiled without shared libraries: it is also the program that runs inside the tree, where there are none.</summary>
internal sealed class ProbeProgram(string file)
{
    public string File { get; } = file;

    public static ProbeProgram Compile(string file)
    {
        // It asks for what nobody should: lengths of -1, reads into nowhere.
        Command.Shell(
            "gcc -std=gnu17 -O1 -Wall -Wextra -Wno-stringop-overflow -Wno-nonnull -static -pthread -o \"$1\" \"$2\"/*.c",
            file,
            Path.Combine(Repository.Root, "native", "posix")).Ok();
        return new ProbeProgram(file);
    }

    /// <summary>Asks a tree about everything.</summary>
    /// <param name="tree">The mounted tree.</param>
    /// <param name="scratch">An empty folder of a filesystem that can be written, in which things are left.</param>
    public Answers Ask(string tree, string scratch) => Answers.Parse(Command.Run(File, tree, scratch).Ok());
}
