namespace OciFs.Cli.Documents;

/// <summary>The words for what a file is, the same in all documents and messages.</summary>
internal static class FileTypeWords
{
    /// <summary>The word for a kind.</summary>
    public static string Of(FileKind kind) => kind switch
    {
        FileKind.Regular => "file",
        FileKind.Directory => "directory",
        FileKind.SymbolicLink => "symlink",
        FileKind.CharacterDevice => "character-device",
        FileKind.BlockDevice => "block-device",
        FileKind.Fifo => "fifo",
        _ => "unknown",
    };

    /// <summary>The word for the kind that a mode says.</summary>
    public static string Of(uint mode) => Of(UnixMode.KindOf(mode));
}
