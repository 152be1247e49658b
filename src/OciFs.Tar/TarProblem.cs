using System.Text;

namespace OciFs.Tar;

/// <summary>
/// One thing wrong with an archive, as facts; <see cref="ToString"/> makes a line of them. Spans are valid only during the call.
/// </summary>
public readonly ref struct TarProblem
{
    /// <summary>What is wrong.</summary>
    public TarProblemKind Kind { get; internal init; }

    /// <summary>Whether the scan ends here because the place of the next header is not known.</summary>
    public bool IsFatal { get; internal init; }

    /// <summary>The header it is about: bytes from the start of the archive.</summary>
    public long HeaderOffset { get; internal init; }

    /// <summary>The entry's name as far as it is known, raw; else empty.</summary>
    public ReadOnlySpan<byte> Name { get; internal init; }

    /// <summary>The header field or PAX key at fault, where the kind says so; else empty.</summary>
    public ReadOnlySpan<byte> Subject { get; internal init; }

    /// <summary>The number at fault, where the kind says so; else 0.</summary>
    public long Value { get; internal init; }

    /// <summary>The limit of <see cref="TarLimits"/> that was hit; else 0.</summary>
    public long Limit { get; internal init; }

    /// <summary>One line for people; bytes that are not UTF-8 are replaced in it.</summary>
    public override string ToString()
    {
        var where = Name.IsEmpty ? $"header at {HeaderOffset}" : $"{Encoding.UTF8.GetString(Name)} (header at {HeaderOffset})";
        return $"{where}: {What()}";
    }

    /// <summary>What is wrong, without the place; bytes of <see cref="Subject"/> that are not UTF-8 are replaced.</summary>
    public string What() => Kind switch
    {
        TarProblemKind.Truncated => $"the archive is cut short, at least {Value} bytes are missing",
        TarProblemKind.BadChecksum => HeaderOffset == 0 ? "this is not a tar archive" : "the header's checksum is wrong",
        TarProblemKind.LoneZeroBlock => "a single zero block between entries",
        TarProblemKind.BadNumber => $"the header's {SubjectText} is not a number",
        TarProblemKind.BadSize => $"the size {Value} is not possible",
        TarProblemKind.BadPaxRecord => "its PAX header is malformed",
        TarProblemKind.BadPaxValue => $"the PAX record {SubjectText} has an impossible value",
        TarProblemKind.BadSparseMap => "its sparse map is malformed",
        TarProblemKind.UnsupportedType => $"typeflag 0x{Value:x2} is not supported",
        TarProblemKind.OrphanedExtension => "an extension header without an entry",
        TarProblemKind.PaxHeaderTooLong => $"a PAX header of {Value} bytes, the limit is {Limit}",
        TarProblemKind.PathTooLong => $"the {SubjectText} is longer than {Limit} bytes",
        TarProblemKind.XattrNameTooLong => $"an extended attribute's name of {Value} bytes, the limit is {Limit}",
        TarProblemKind.XattrValueTooLong => $"{SubjectText} has {Value} bytes, the limit is {Limit}",
        TarProblemKind.TooManyXattrs => $"more than {Limit} extended attributes",
        TarProblemKind.TooManySegments => $"more than {Limit} runs in its sparse map",
        _ => Kind.ToString(),
    };

    private string SubjectText => Encoding.UTF8.GetString(Subject);
}
