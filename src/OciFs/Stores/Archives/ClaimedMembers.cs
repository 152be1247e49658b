using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>
/// The members of an archive that its images claim to be the layers of a digest. One of several claims may be a lie, which must not keep
/// another image from its layer. Any thread, that holds the archive.
/// </summary>
internal sealed class ClaimedMembers(Archive archive)
{
    // By their offsets: members that are links to one file are one.
    private readonly ConcurrentDictionary<Digest, ImmutableSortedDictionary<long, ArchiveMember>> _members = new();
    private readonly ConcurrentDictionary<(ArchiveMember Member, DigestAlgorithm Algorithm), Digest> _computed = new();

    /// <summary>Every digest that is claimed.</summary>
    public IEnumerable<Digest> Digests => _members.Keys;

    /// <summary>Notes a claim.</summary>
    public void Add(Digest digest, in ArchiveMember member) => _members.AddOrUpdate(
        digest,
        static (_, member) => ImmutableSortedDictionary<long, ArchiveMember>.Empty.Add(member.Offset, member),
        static (_, known, member) => known.ContainsKey(member.Offset) ? known : known.Add(member.Offset, member),
        member);

    /// <summary>Whether a member is claimed to have a digest.</summary>
    public bool Has(Digest digest) => _members.ContainsKey(digest);

    /// <summary>Length in bytes of the member of a digest. Nothing is read where all that are claimed have one length.</summary>
    public long SizeOf(Digest digest)
    {
        var members = _members[digest].Values;
        var length = members.First().Length;
        try
        {
            return members.All(member => member.Length == length) ? length : Find(digest).Length;
        }
        catch (OciFsException)
        {
            // Whoever opens it is told.
            return length;
        }
    }

    /// <summary>The member of a digest: of several the one that has it, of none that has it the first.</summary>
    /// <exception cref="OciFsException">They cannot be read.</exception>
    public ArchiveMember Find(Digest digest)
    {
        var members = _members[digest];
        var first = members.Values.First();
        return members.Count == 1 ? first
            : members.Values.Where(member => Compute(member, digest.Algorithm) == digest).FirstOrDefault(first);
    }

    /// <summary>Opens the member of a layer; null where none has the claimed length.</summary>
    public StoredLayer? Open(in LayerClaim claim)
    {
        var size = claim.Size;
        var members = _members.TryGetValue(claim.Digest, out var all) ? all.Values.Where(member => member.Length == size).ToArray() : [];
        return members.Length == 0 ? null : Open(claim.Digest, members, 0);
    }

    /// <summary>The digest of a member's bytes, read once.</summary>
    /// <exception cref="OciFsException">It cannot be read.</exception>
    public Digest Compute(in ArchiveMember member, DigestAlgorithm algorithm) =>
        _computed.GetOrAdd((member, algorithm), static (of, archive) => Compute(archive, of.Member, of.Algorithm), archive);

    private StoredLayer Open(Digest digest, ArchiveMember[] members, int at) => new(archive.OpenMember(members[at]), digest, LayerProof.Bytes)
    {
        Copy = members.Length == 1 ? null : CopyOf(digest, members[at]),

        // Asked while the one before is open, which holds the archive.
        Otherwise = at + 1 == members.Length ? null : _ => Open(digest, members, at + 1),
    };

    private Digest CopyOf(Digest digest, in ArchiveMember member) => Digest.Compute(
        DigestAlgorithm.Sha256,
        Encoding.UTF8.GetBytes($"{digest} {archive.Status.Identity} {archive.Status.Changed} {archive.Status.Length} {member.Offset} {member.Length}"));

    private static Digest Compute(Archive archive, in ArchiveMember member, DigestAlgorithm algorithm)
    {
        try
        {
            using var hasher = Digest.CreateHasher(algorithm);
            var buffer = new byte[256 << 10];
            for (long done = 0; done < member.Length;)
            {
                var read = archive.Tar.ReadAt(member.Offset + done, buffer.AsSpan(0, (int)Math.Min(buffer.Length, member.Length - done)));
                if (read == 0)
                {
                    throw new IOException("the file has become shorter");
                }

                hasher.Append(buffer.AsSpan(0, read));
                done += read;
            }

            return hasher.Finish();
        }
        catch (IOException error)
        {
            throw archive.Unreadable(member, error);
        }
    }
}
